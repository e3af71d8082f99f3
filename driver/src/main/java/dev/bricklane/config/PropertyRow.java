package dev.bricklane.config;

import java.util.List;
import java.util.Optional;

/**
 * What {@link ConnectionProperty} says of one property, built up in the enum's own rows. Only the
 * enum has it afterwards, and changes nothing.
 */
final class PropertyRow {
  final String key;
  final ConnectionProperty.Type type;
  List<String> aliases = List.of();
  List<String> choices = List.of();
  List<String> environmentNames = List.of();
  Optional<String> profileKey = Optional.empty();
  Optional<String> defaultValue = Optional.empty();
  boolean secret;
  boolean workspaceOnly;
  boolean inUrl = true;
  boolean zeroAllowed;
  long min;
  long max;
  String description = "";

  private PropertyRow(String key, ConnectionProperty.Type type) {
    this.key = key;
    this.type = type;
  }

  static PropertyRow row(String key, ConnectionProperty.Type type) {
    return new PropertyRow(key, type);
  }

  static PropertyRow choice(String key, String... choices) {
    PropertyRow row = row(key, ConnectionProperty.Type.CHOICE);
    row.choices = List.of(choices);
    return row;
  }

  static PropertyRow flag(String key) {
    PropertyRow row = row(key, ConnectionProperty.Type.BOOLEAN);
    row.choices = List.of("true", "false");
    return row;
  }

  static PropertyRow integer(String key, long min, long max) {
    return row(key, ConnectionProperty.Type.INTEGER).range(min, max);
  }

  /** A duration; both bounds in milliseconds. */
  static PropertyRow duration(String key, long min, long max) {
    return row(key, ConnectionProperty.Type.DURATION).range(min, max);
  }

  /** A number of bytes; both bounds in bytes. */
  static PropertyRow size(String key, long min, long max) {
    return row(key, ConnectionProperty.Type.SIZE).range(min, max);
  }

  /** An amount of money from zero; the bound in US dollars. */
  static PropertyRow dollars(String key, long max) {
    return row(key, ConnectionProperty.Type.DOLLARS).range(0, max);
  }

  private PropertyRow range(long least, long most) {
    min = least;
    max = most;
    return this;
  }

  PropertyRow orZero() {
    zeroAllowed = true;
    return this;
  }

  PropertyRow aliases(String... names) {
    aliases = List.of(names);
    return this;
  }

  PropertyRow environment(String... names) {
    environmentNames = List.of(names);
    return this;
  }

  PropertyRow profileKey(String name) {
    profileKey = Optional.of(name);
    return this;
  }

  PropertyRow byDefault(String text) {
    defaultValue = Optional.of(text);
    return this;
  }

  PropertyRow secret() {
    secret = true;
    return this;
  }

  /** Makes the property one that {@code jdbc:bricklane:embedded} refuses. */
  PropertyRow workspaceOnly() {
    workspaceOnly = true;
    return this;
  }

  /** Names values that it may have among others. */
  PropertyRow suggests(List<String> texts) {
    choices = texts;
    return this;
  }

  /** Makes the property one that a URL may not give. */
  PropertyRow notInUrl() {
    inUrl = false;
    return this;
  }

  PropertyRow says(String text) {
    description = text;
    return this;
  }
}
