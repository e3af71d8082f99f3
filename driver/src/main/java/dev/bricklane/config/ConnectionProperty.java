package dev.bricklane.config;

/** One row per connection property. */
public enum ConnectionProperty {
  HOST
}
