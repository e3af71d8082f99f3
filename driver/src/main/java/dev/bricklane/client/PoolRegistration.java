package dev.bricklane.client;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** A pool's entry in the platform's MBean server, for as long as the pool is open. */
final class PoolRegistration implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(PoolRegistration.class.getName());

  private final @Nullable ObjectName name;

  /** Registers; where that is not possible, the pool works unseen. */
  PoolRegistration(String poolName, Supplier<PoolStats> stats) {
    ObjectName registered = null;
    try {
      ObjectName wanted =
          new ObjectName(
              "dev.bricklane:type=Pool,name=" + poolName.replaceAll("[,=:\"*?\\s]", "_"));
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new StandardMBean(new View(stats), PoolMXBean.class, true), wanted);
      registered = wanted;
    } catch (JMException | SecurityException e) {
      LOGGER.log(Level.FINE, "The pool " + poolName + " is not shown by JMX", e);
    }
    name = registered;
  }

  @Override
  public void close() {
    if (name == null) {
      return;
    }
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException | SecurityException e) {
      LOGGER.log(Level.FINE, "The pool's JMX entry " + name + " stays", e);
    }
  }

  private record View(Supplier<PoolStats> stats) implements PoolMXBean {
    @Override
    public int getActive() {
      return stats.get().active();
    }

    @Override
    public int getIdle() {
      return stats.get().idle();
    }

    @Override
    public int getWaiting() {
      return stats.get().waiting();
    }

    @Override
    public int getTotal() {
      return stats.get().total();
    }

    @Override
    public int getMaximum() {
      return stats.get().maximum();
    }
  }
}
