package dev.bricklane.sql.attach;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/**
 * A source for the planner: its schemas, and the tables of its default schema as its own. Names are
 * found whatever their case, the one that is written the same first. Thread-safe.
 */
final class SourceCatalog extends AbstractSchema {
  private final SourceDatabase database;

  SourceCatalog(SourceDatabase database) {
    this.database = database;
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  @Override
  public Lookup<Table> tables() {
    return new Names<>(database, model -> tables(model, model.defaultSchema()));
  }

  @Override
  public Lookup<Schema> subSchemas() {
    return new Names<>(
        database,
        model -> {
          Map<String, Schema> schemas = new HashMap<>();
          model.schemas().keySet().forEach(name -> schemas.put(name, new Tables(database, name)));
          return schemas;
        });
  }

  private static Map<String, Table> tables(SourceModel model, String schema) {
    return Map.copyOf(model.schemas().getOrDefault(schema, Map.of()));
  }

  /** A schema of the source. */
  private static final class Tables extends AbstractSchema {
    private final SourceDatabase database;
    private final String name;

    Tables(SourceDatabase database, String name) {
      this.database = database;
      this.name = name;
    }

    @Override
    public boolean isMutable() {
      return false;
    }

    @Override
    public Lookup<Table> tables() {
      return new Names<>(database, model -> SourceCatalog.tables(model, name));
    }
  }

  /** Finds names. */
  private static final class Names<T> implements Lookup<T> {
    private final SourceDatabase database;
    private final Function<SourceModel, Map<String, T>> named;

    Names(SourceDatabase database, Function<SourceModel, Map<String, T>> named) {
      this.database = database;
      this.named = named;
    }

    @Override
    public @Nullable T get(String name) {
      return named.apply(database.model()).get(name);
    }

    @Override
    public @Nullable Named<T> getIgnoreCase(String name) {
      Map<String, T> all = named.apply(database.model());
      T exact = all.get(name);
      if (exact != null) {
        return new Named<>(name, exact);
      }
      return all.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .sorted(Map.Entry.comparingByKey())
          .findFirst()
          .map(entry -> new Named<>(entry.getKey(), entry.getValue()))
          .orElse(null);
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return named.apply(database.model()).keySet().stream()
          .filter(name -> pattern.matcher().apply(name))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }
}
