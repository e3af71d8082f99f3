package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.Test;

class DataSourceIT {
  @Test
  void takesAUrlInAnyCaseAndLendsToPools() throws SQLException {
    BricklaneDataSource source = new BricklaneDataSource();
    source.setUrl("JDBC:Bricklane:Embedded");
    PooledConnection pooled = source.getPooledConnection();
    try (Connection lent = pooled.getConnection()) {
      assertThat(lent.isValid(0)).isTrue();
    } finally {
      pooled.close();
    }
    source.getConnection().close();
  }
}
