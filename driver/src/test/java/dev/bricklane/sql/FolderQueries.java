package dev.bricklane.sql;

import dev.bricklane.exec.CallExecutor;
import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.Executors;
import dev.bricklane.sql.files.CountedFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractSchema;

/** Runs queries over the files of a folder, which are the catalog {@code tickets}. */
final class FolderQueries {
  final EchoGateway gateway = new EchoGateway();
  final CountedFolder counted;
  private final Path folder;
  private final CalciteSchema top;
  private final SchemaPlus root;
  private final CallExecutor executor = Executors.over(gateway, new CallLedger(), 16);

  FolderQueries(Path folder) {
    this(folder, Map.of());
  }

  FolderQueries(Path folder, Map<String, String> options) {
    CalciteSettings.ensureLoaded();
    this.folder = folder;
    this.counted = new CountedFolder(folder);
    this.top = CalciteSchema.createRootSchema(false, false);
    this.root = top.plus();
    root.add(SqlEngine.CATALOG, new AbstractSchema()).add(SqlEngine.SCHEMA, new AbstractSchema());
    root.add("tickets", counted.schema(options));
  }

  /** Writes a file of UTF-8. */
  FolderQueries with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file; compresses it if its name says so. */
  FolderQueries with(String name, byte[] bytes) {
    Path path = folder.resolve(name);
    try {
      Files.createDirectories(path.getParent());
      try (OutputStream plain = Files.newOutputStream(path);
          OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  /** A query that is planned, and how many columns it has. */
  record Prepared(PlannedQuery query, int width) {
    RowCursor open(Object... parameters) {
      return query.open(new Execution(Arrays.asList(parameters), 0, Duration.ZERO));
    }

    List<List<Object>> rows(Object... parameters) {
      List<List<Object>> rows = new ArrayList<>();
      try (RowCursor cursor = open(parameters)) {
        while (cursor.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 0; i < width; i++) {
            row.add(cursor.value(i));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }

  Prepared prepare(String sql) {
    SourceText text = SourceText.of(sql);
    try {
      QueryPlanner.Plan plan =
          new QueryPlanner(top)
              .plan(
                  ModelCallRewriter.rewrite(StatementParser.parse(text)),
                  SqlEngine.CATALOG,
                  SqlEngine.SCHEMA);
      return new Prepared(new PlannedQuery(plan, List.of(), root, executor), plan.fields().size());
    } catch (RuntimeException e) {
      throw text.restore(SqlErrors.ofPlanning(e));
    }
  }

  List<List<Object>> rows(String sql, Object... parameters) {
    return prepare(sql).rows(parameters);
  }

  /** Returns the rows of a query of one column. */
  List<Object> column(String sql, Object... parameters) {
    return rows(sql, parameters).stream()
        .map(row -> row.get(0))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Returns a table's columns with their types. */
  String types(String table) {
    QueryPlanner.Checked checked =
        new QueryPlanner(top)
            .check(
                StatementParser.parse(SourceText.of("SELECT * FROM " + table)),
                SqlEngine.CATALOG,
                SqlEngine.SCHEMA);
    return checked.validator().getValidatedNodeType(checked.query()).toString();
  }
}
