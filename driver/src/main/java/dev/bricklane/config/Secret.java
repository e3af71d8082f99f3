package dev.bricklane.config;

import java.util.Objects;

/**
 * A value that is never shown: {@code toString} masks it, and only {@link #reveal()} gives it away.
 *
 * <p>Immutable; two secrets are equal when their values are.
 */
public final class Secret {
  /** What is printed in a secret's place. */
  public static final String MASK = "***";

  private final String value;

  /** Wraps a value. */
  public Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /** Returns the value itself: for a header or a form field, never for a message. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
