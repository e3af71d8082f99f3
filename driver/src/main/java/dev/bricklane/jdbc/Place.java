package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import java.util.Optional;

/** Where a connection looks unqualified names up. Immutable. */
record Place(String catalog, String schema) {

  /** Returns the place in another catalog: its schema of the same name, or else its default one. */
  Optional<Place> inCatalog(String name, Catalogue catalogue) {
    return catalogue.catalogs().stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(found -> {
          Place same = new Place(found, schema);
          return same.inSchema(schema, catalogue)
              .or(() ->
                  Optional.ofNullable(catalogue.defaultSchema(found))
                      .map(first -> new Place(found, first)))
              .orElse(same);
        });
  }

  /** Returns the place in another schema of the same catalog. */
  Optional<Place> inSchema(String name, Catalogue catalogue) {
    return catalogue.schemas(catalog).stream()
        .filter(other ->
            other.catalog().equalsIgnoreCase(catalog) && other.name().equalsIgnoreCase(name))
        .findFirst()
        .map(found -> new Place(found.catalog(), found.name()));
  }
}
