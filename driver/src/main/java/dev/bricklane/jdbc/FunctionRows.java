package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that metadata has of functions, their arguments and their results. */
final class FunctionRows {
  private final List<Specific> functions;

  /** A function with the name that tells it from others of its name. */
  private record Specific(Catalogue.Function function, String name) {}

  FunctionRows(Catalogue catalogue) {
    Map<String, Integer> counts = new HashMap<>();
    functions =
        catalogue.functions().stream()
            .map(function -> {
              String path =
                  String.join("\0", function.catalog(), function.schema(), function.name());
              int count = counts.merge(path, 1, Integer::sum);
              String name = function.name();
              return new Specific(function, count == 1 ? name : name + "_" + count);
            })
            .sorted(
                Comparator.comparing((Specific specific) -> specific.function().catalog())
                    .thenComparing(specific -> specific.function().schema())
                    .thenComparing(specific -> specific.function().name())
                    .thenComparing(Specific::name))
            .toList();
  }

  private List<Specific> matching(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
    LikePattern schema = LikePattern.of(schemaPattern);
    LikePattern name = LikePattern.of(namePattern);
    return functions.stream()
        .filter(specific ->
            TableRows.inCatalog(catalog, specific.function().catalog())
                && schema.test(specific.function().schema())
                && name.test(specific.function().name()))
        .toList();
  }

  List<List<@Nullable Object>> functions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
    return matching(catalog, schemaPattern, namePattern).stream()
        .map(specific -> {
          Catalogue.Function function = specific.function();
          int type =
              function.table()
                  ? DatabaseMetaData.functionReturnsTable
                  : DatabaseMetaData.functionNoTable;
          return TableRows.row(
              function.catalog(),
              function.schema(),
              function.name(),
              function.remarks(),
              (short) type,
              specific.name());
        })
        .toList();
  }

  List<List<@Nullable Object>> columns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern) {
    LikePattern column = LikePattern.of(columnPattern);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Specific specific : matching(catalog, schemaPattern, namePattern)) {
      Catalogue.Function function = specific.function();
      if (!function.table()) {
        addResults(rows, specific, DatabaseMetaData.functionReturn, column);
      }
      for (int i = 0; i < function.arguments().size(); i++) {
        Catalogue.Argument argument = function.arguments().get(i);
        if (column.test(argument.name())) {
          rows.add(argumentRow(specific, argument, i + 1));
        }
      }
      if (function.table()) {
        addResults(rows, specific, DatabaseMetaData.functionColumnResult, column);
      }
    }
    return rows;
  }

  private static void addResults(
      List<List<@Nullable Object>> rows, Specific specific, int kind, LikePattern pattern) {
    List<Column> results = specific.function().results();
    for (int i = 0; i < results.size(); i++) {
      Column result = results.get(i);
      if (pattern.test(result.name())) {
        // A function's one result stands at 0, before the arguments.
        int ordinal = kind == DatabaseMetaData.functionReturn ? 0 : i + 1;
        rows.add(
            row(
                specific,
                result.name(),
                kind,
                result.type(),
                result.nullable(),
                result.remarks(),
                ordinal));
      }
    }
  }

  private static List<@Nullable Object> argumentRow(
      Specific specific, Catalogue.Argument argument, int ordinal) {
    String remarks = argument.remarks() == null ? "" : argument.remarks();
    String optional = remarks.isEmpty() ? "Optional" : "Optional. " + remarks;
    return row(
        specific,
        argument.name(),
        DatabaseMetaData.functionColumnIn,
        argument.type(),
        true,
        argument.optional() ? optional : remarks,
        ordinal);
  }

  private static List<@Nullable Object> row(
      Specific specific,
      String name,
      int kind,
      ColumnType type,
      boolean nullable,
      @Nullable String remarks,
      int ordinal) {
    Catalogue.Function function = specific.function();
    TypeFacts facts = TypeFacts.of(type);
    Integer scale = facts.decimalDigits(type);
    Integer radix = facts.radix();
    int nulls = nullable ? DatabaseMetaData.functionNullable : DatabaseMetaData.functionNoNulls;
    return TableRows.row(
        function.catalog(),
        function.schema(),
        function.name(),
        name,
        (short) kind,
        type.jdbcType(),
        TypeFacts.name(type),
        facts.columnSize(type),
        facts.columnSize(type),
        scale == null ? null : scale.shortValue(),
        radix == null ? null : radix.shortValue(),
        (short) nulls,
        remarks,
        facts.octetLength(type),
        ordinal,
        nullable ? "YES" : "NO",
        specific.name());
  }
}
