package dev.bricklane.jdbc;

/** The version, known without a look at files or the network; a test holds it to the build's. */
final class DriverVersion {
  static final int MAJOR = 0;
  static final int MINOR = 1;
  static final String TEXT = "0.1.0";
  static final String PRODUCT = "Bricklane";
  static final String DRIVER = "Bricklane JDBC driver";

  private DriverVersion() {}
}
