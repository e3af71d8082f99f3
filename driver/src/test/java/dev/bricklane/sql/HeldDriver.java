package dev.bricklane.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** A driver of a database that does not answer until it is told to, and then that it is down. */
final class HeldDriver implements Driver {
  final String url = "jdbc:held:" + UUID.randomUUID();
  final CountDownLatch asked = new CountDownLatch(1);
  final CountDownLatch answer = new CountDownLatch(1);
  final AtomicInteger connects = new AtomicInteger();

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    connects.incrementAndGet();
    asked.countDown();
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SQLException("out of order");
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.equals(this.url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
