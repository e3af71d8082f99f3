package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens a page by what the desktop has for it: {@code xdg-open}, {@code open} or {@code rundll32},
 * else {@code java.awt.Desktop}, which is looked up by name since a JVM may come without it.
 */
final class DesktopOpener implements UrlOpener {
  private static final Logger LOGGER = Logger.getLogger(DesktopOpener.class.getName());

  private final String system;
  private final Map<String, String> environment;

  DesktopOpener() {
    this(System.getProperty("os.name", ""), System.getenv());
  }

  DesktopOpener(String system, Map<String, String> environment) {
    this.system = system.toLowerCase(Locale.ROOT);
    this.environment = environment;
  }

  @Override
  public CompletableFuture<@Nullable Void> open(URI page) {
    boolean shows = hasDisplay();
    if (shows) {
      try {
        return new CommandOpener(command()).open(page);
      } catch (BricklaneException e) {
        LOGGER.log(Level.FINE, () -> e.getMessage() + "; trying java.awt.Desktop");
      }
    }
    if (shows && openByAwt(page)) {
      return CompletableFuture.completedFuture(null);
    }
    throw new BricklaneException(
        ErrorCode.MISSING_CREDENTIALS,
        "Signing in opens a browser, and "
            + (shows ? "none could be opened here" : "there is no display here")
            + ". Sign in on this machine with the Databricks CLI and set authType=databricks-cli,"
            + " use a service principal or a token, or name a command that opens a URL");
  }

  private boolean hasDisplay() {
    return isMac()
        || isWindows()
        || isSet("DISPLAY")
        || isSet("WAYLAND_DISPLAY")
        || isSet("WSL_DISTRO_NAME");
  }

  List<String> command() {
    if (isMac()) {
      return List.of("open");
    }
    return isWindows() ? List.of("rundll32", "url.dll,FileProtocolHandler") : List.of("xdg-open");
  }

  private boolean isMac() {
    return system.contains("mac");
  }

  private boolean isWindows() {
    return system.startsWith("windows");
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  private static boolean openByAwt(URI page) {
    try {
      Class<?> type = Class.forName("java.awt.Desktop");
      if (!Boolean.TRUE.equals(type.getMethod("isDesktopSupported").invoke(null))) {
        return false;
      }
      Object desktop = type.getMethod("getDesktop").invoke(null);
      type.getMethod("browse", URI.class).invoke(desktop, page);
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }
}
