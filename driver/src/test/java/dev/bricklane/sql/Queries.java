package dev.bricklane.sql;

import dev.bricklane.client.PoolStats;
import dev.bricklane.config.AttachedSource;
import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.Executors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs queries on an engine over an {@link EchoGateway}. */
final class Queries {
  final EchoGateway gateway = new EchoGateway();
  final SqlEngine engine;

  Queries() {
    this("");
  }

  Queries(String properties) {
    this(properties, List.of(), Definitions.NONE);
  }

  Queries(String properties, List<AttachedSource> attached) {
    this(properties, attached, Definitions.NONE);
  }

  Queries(String properties, Definitions definitions) {
    this(properties, List.of(), definitions);
  }

  Queries(String properties, List<AttachedSource> attached, Definitions definitions) {
    engine =
        new SqlEngine(
            Executors.over(gateway, new CallLedger(), 16, properties),
            List.of(),
            attached,
            definitions,
            () -> new PoolStats(1, 2, 0, 3, 16));
  }

  PreparedQuery prepare(String sql) {
    return engine.prepare(sql, engine.defaultCatalog(), engine.defaultSchema());
  }

  List<List<Object>> rows(String sql, Object... parameters) {
    return rowsUpTo(0, sql, parameters);
  }

  List<List<Object>> rowsUpTo(long maxRows, String sql, Object... parameters) {
    return rows(new Execution(Arrays.asList(parameters), maxRows, Duration.ZERO), sql);
  }

  List<List<Object>> rows(Execution execution, String sql) {
    PreparedQuery query = prepare(sql);
    List<List<Object>> rows = new ArrayList<>();
    try (RowCursor cursor = query.open(execution)) {
      while (cursor.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
          row.add(cursor.value(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  Object value(String sql, Object... parameters) {
    List<List<Object>> rows = rows(sql, parameters);
    return rows.get(0).get(0);
  }

  List<String> labels(String sql) {
    return prepare(sql).columns().stream().map(Column::label).toList();
  }
}
