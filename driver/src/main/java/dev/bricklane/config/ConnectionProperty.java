package dev.bricklane.config;

/** One row per connection property. */
public enum ConnectionProperty {
  HOST;

  public String key() {
    return "host";
  }

  public String description() {
    return "";
  }
}
