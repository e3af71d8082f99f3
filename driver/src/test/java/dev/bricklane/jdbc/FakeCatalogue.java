package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import java.util.List;

/** A small catalogue: one system table, one attached table, and a function in two forms. */
final class FakeCatalogue implements Catalogue {
  private static Column column(String table, String name, ColumnType type, boolean nullable) {
    return new Column(name, type, nullable, "tickets", "public", table, name, null);
  }

  @Override
  public List<String> catalogs() {
    return List.of("bricklane", "tickets");
  }

  @Override
  public List<Schema> schemas() {
    return List.of(
        new Schema("bricklane", "main"),
        new Schema("tickets", "archive"),
        new Schema("tickets", "public"));
  }

  @Override
  public List<Table> tables() {
    return List.of(
        new Table("bricklane", "main", "models", "SYSTEM TABLE", "The models", List.of()),
        new Table(
            "tickets",
            "public",
            "ticket",
            "TABLE",
            "Tickets",
            List.of(
                column("ticket", "id", SqlTypes.BIGINT, false),
                column("ticket", "body", SqlTypes.VARCHAR, true),
                column("ticket", "vector", SqlTypes.arrayOf(SqlTypes.REAL), true),
                column("ticket", "price", SqlTypes.DECIMAL, true),
                column("ticket", "made", SqlTypes.TIMESTAMP, true))),
        new Table("tickets", "public", "ticket_x", "VIEW", "", List.of()),
        new Table("tickets", "public", "ticketsx", "TABLE", "", List.of()));
  }

  @Override
  public List<Function> functions() {
    List<Argument> arguments =
        List.of(
            new Argument("model", SqlTypes.VARCHAR, false, "Which model"),
            new Argument("temperature", SqlTypes.DOUBLE, true, null));
    return List.of(
        new Function(
            "bricklane",
            "main",
            "complete",
            false,
            arguments,
            List.of(Column.of("completion", SqlTypes.VARCHAR, true, "The answer")),
            "Completes a prompt"),
        new Function(
            "bricklane",
            "main",
            "complete",
            true,
            arguments,
            List.of(
                Column.of("completion", SqlTypes.VARCHAR, true, null),
                Column.of("tokens", SqlTypes.INTEGER, false, null)),
            "Completes a prompt"));
  }
}
