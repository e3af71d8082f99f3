package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.sql.DriverPropertyInfo;
import java.util.Properties;

/** Puts the parts together: settings, clients, engine, and the connection over them. */
final class Wiring {
  private Wiring() {}

  /**
   * Opens a connection.
   *
   * @param url starts with {@link BricklaneDriver#URL_PREFIX}
   * @param info properties beside the URL's own
   * @throws BricklaneException if the settings are wrong, or nothing can be opened by them
   */
  static BricklaneConnection open(String url, Properties info) {
    throw new BricklaneException(ErrorCode.UNSUPPORTED, "Opening a connection is not there yet");
  }

  /** Describes every connection property, with the values that the URL and the properties give. */
  static DriverPropertyInfo[] propertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }
}
