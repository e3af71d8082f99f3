package dev.bricklane.config;

import java.util.List;
import java.util.Optional;

/**
 * One property as {@code Driver.getPropertyInfo} shows it. Immutable; holds no secret.
 *
 * @param property which
 * @param value what it is now, or its default; empty if neither is, and always empty for a secret
 * @param required whether a connection is impossible until the user sets it
 * @param choices the values it may have, or an empty list if there are too many to list
 * @param description what it means, and where else it is read from
 */
public record PropertyDescription(
    ConnectionProperty property,
    Optional<String> value,
    boolean required,
    List<String> choices,
    String description) {

  public PropertyDescription {
    choices = List.copyOf(choices);
  }

  /** Returns the property's name. */
  public String name() {
    return property.key();
  }
}
