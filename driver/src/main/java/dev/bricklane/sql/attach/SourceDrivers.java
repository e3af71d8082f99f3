package dev.bricklane.sql.attach;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JDBC driver of a source: in the folder that {@code attachDrivers} names, by the class
 * loader of the thread that opened the connection, beside Bricklane itself, and among those that
 * have registered themselves.
 */
final class SourceDrivers {
  /** One for each folder in a JVM: drivers have threads and native code, loaded once. */
  private static final Map<Path, ClassLoader> FOLDERS = new ConcurrentHashMap<>();

  private SourceDrivers() {}

  /**
   * Finds a source's driver.
   *
   * @param classes a further class loader to look in; null for none
   * @throws BricklaneException if there is none
   */
  static Driver find(AttachedSource source, @Nullable ClassLoader classes) {
    List<ClassLoader> loaders = new ArrayList<>();
    source.drivers().map(SourceDrivers::folder).ifPresent(loaders::add);
    if (classes != null) {
      loaders.add(classes);
    }
    ClassLoader own = SourceDrivers.class.getClassLoader();
    loaders.add(own == null ? ClassLoader.getSystemClassLoader() : own);
    return source.driver().isPresent()
        ? named(source, source.driver().get(), loaders)
        : accepting(source, loaders);
  }

  private static Driver named(AttachedSource source, String name, List<ClassLoader> loaders) {
    for (ClassLoader loader : loaders) {
      try {
        Class<?> found = Class.forName(name, true, loader);
        if (Driver.class.isAssignableFrom(found)) {
          return found.asSubclass(Driver.class).getDeclaredConstructor().newInstance();
        }
        throw missing(source, "its driver's class is no java.sql.Driver");
      } catch (ClassNotFoundException elsewhere) {
        continue;
      } catch (ReflectiveOperationException | LinkageError e) {
        throw missing(source, "its driver's class cannot be used");
      }
    }
    throw missing(source, "its driver's class was not found");
  }

  private static Driver accepting(AttachedSource source, List<ClassLoader> loaders) {
    for (ClassLoader loader : loaders) {
      for (Driver driver : services(loader)) {
        if (accepts(driver, source.url())) {
          return driver;
        }
      }
    }
    return Collections.list(DriverManager.getDrivers()).stream()
        .filter(driver -> accepts(driver, source.url()))
        .findFirst()
        .orElseThrow(() -> missing(source, "no JDBC driver for its URL was found"));
  }

  private static List<Driver> services(ClassLoader loader) {
    List<Driver> drivers = new ArrayList<>();
    var found = ServiceLoader.load(Driver.class, loader).iterator();
    while (true) {
      try {
        if (!found.hasNext()) {
          return drivers;
        }
        drivers.add(found.next());
      } catch (ServiceConfigurationError | LinkageError another) {
        // One that cannot be loaded is not the one.
        if (drivers.size() > 1000) {
          return drivers;
        }
      }
    }
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException | RuntimeException no) {
      return false;
    }
  }

  private static ClassLoader folder(Path folder) {
    return FOLDERS.computeIfAbsent(folder.toAbsolutePath().normalize(), SourceDrivers::newLoader);
  }

  private static ClassLoader newLoader(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<URL> jars = new ArrayList<>();
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
      return new URLClassLoader(
          "bricklane-attach-drivers",
          jars.toArray(URL[]::new),
          ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException e) {
      throw new BricklaneException(
          ErrorCode.FILE_UNUSABLE, "The folder that attachDrivers names has an unusable path", e);
    } catch (IOException e) {
      throw new BricklaneException(
          ErrorCode.FILE_UNUSABLE, "The folder that attachDrivers names cannot be read", e);
    }
  }

  private static BricklaneException missing(AttachedSource source, String why) {
    return new BricklaneException(
        ErrorCode.SOURCE_UNREACHABLE,
        "The source %s (%s) cannot be used: %s".formatted(source.name(), source.shownUrl(), why));
  }
}
