package dev.bricklane.jdbc;

import java.sql.Struct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row value. Immutable. */
final class BricklaneStruct implements Struct {
  private final String typeName;
  private final List<@Nullable Object> attributes;

  BricklaneStruct(String typeName, List<@Nullable Object> attributes) {
    this.typeName = typeName;
    this.attributes = Collections.unmodifiableList(new ArrayList<>(attributes));
  }

  @Override
  public String getSQLTypeName() {
    return typeName;
  }

  @Override
  public @Nullable Object[] getAttributes() {
    return attributes.toArray();
  }

  @Override
  public @Nullable Object[] getAttributes(@Nullable Map<String, Class<?>> types) {
    return getAttributes();
  }

  @Override
  public String toString() {
    return Texts.of(attributes);
  }
}
