package dev.bricklane.sql.attach;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a source had when it was looked at. Immutable.
 *
 * @param product what kind of database it is
 * @param quote what stands around its quoted names
 * @param defaultSchema the schema of its connections, one of {@code schemas}
 * @param schemas its tables by schema and name, as the source writes them
 */
record SourceModel(
    Product product,
    String quote,
    String defaultSchema,
    Map<String, Map<String, SourceTable>> schemas) {

  /** Returns the schemas' names, the default one first, the others sorted. */
  List<String> names() {
    return Stream.concat(
            Stream.of(defaultSchema),
            schemas.keySet().stream().filter(name -> !name.equals(defaultSchema)).sorted())
        .toList();
  }
}
