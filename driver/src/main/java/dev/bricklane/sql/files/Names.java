package dev.bricklane.sql.files;

import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/**
 * Names that are looked up on the disk, whatever their case. One name is looked for alone, since a
 * statement asks many times, and a folder may have many files.
 */
record Names<T>(Function<String, @Nullable Named<T>> one, Supplier<Set<String>> all)
    implements Lookup<T> {
  @Override
  public @Nullable T get(String name) {
    Named<T> found = one.apply(name);
    return found == null ? null : found.entity();
  }

  @Override
  public @Nullable Named<T> getIgnoreCase(String name) {
    return one.apply(name);
  }

  @Override
  public Set<String> getNames(LikePattern pattern) {
    return all.get().stream()
        .filter(name -> pattern.matcher().apply(name))
        .collect(Collectors.toSet());
  }
}
