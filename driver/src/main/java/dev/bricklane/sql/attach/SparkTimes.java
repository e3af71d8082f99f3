package dev.bricklane.sql.attach;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * How timestamps come from a Databricks SQL warehouse and go there. Its driver makes a {@code
 * java.sql.Timestamp} of each, by the session's time zone and then by the JVM's: a TIMESTAMP, which
 * is a moment there, is off by the difference, and a TIMESTAMP_NTZ in the hour that summer time
 * skips is another one. So moments come as milliseconds, the others as texts, and both go as texts.
 */
final class SparkTimes {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

  private SparkTimes() {}

  /** Returns whether values of a type come and go in another form. */
  static boolean concerns(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP || isMoment(type);
  }

  private static boolean isMoment(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  /** Returns a parameter that is sent as a text as the time that it is meant to be. */
  static RexNode sent(RexBuilder rex, RexNode parameter) {
    return rex.makeCall(
        parameter.getType(),
        new Written("CAST", isMoment(parameter.getType()) ? "TIMESTAMP" : "TIMESTAMP_NTZ"),
        List.of(parameter));
  }

  /** Returns a parameter's value, which generated code has as milliseconds, as it is sent. */
  static String text(Object value, RelDataType type) {
    LocalDateTime utc =
        LocalDateTime.ofInstant(Instant.ofEpochMilli(((Number) value).longValue()), ZoneOffset.UTC);
    return FORM.format(utc) + (isMoment(type) ? "Z" : "");
  }

  /** Reads a value of a result's column. */
  static @Nullable Object read(ResultSet row, int column, RelDataType type) throws SQLException {
    if (isMoment(type)) {
      long millis = row.getLong(column);
      return row.wasNull() ? null : millis;
    }
    String text = row.getString(column);
    return text == null ? null : TemporalValues.millis(TemporalValues.timestamp(text));
  }

  /**
   * Rewrites the columns of a query's result that are times.
   *
   * @throws IllegalArgumentException if its columns cannot be told
   */
  static void received(SqlNode query, RelDataType row) {
    if (row.getFieldList().stream().noneMatch(field -> concerns(field.getType()))) {
      return;
    }
    SqlNode select = query instanceof SqlOrderBy ordered ? ordered.query : query;
    if (!(select instanceof SqlSelect found)
        || found.getSelectList().size() != row.getFieldCount()
        || found.isDistinct()) {
      throw new IllegalArgumentException("columns cannot be told");
    }
    SqlNodeList columns = found.getSelectList();
    for (int i = 0; i < columns.size(); i++) {
      RelDataType type = row.getFieldList().get(i).getType();
      if (concerns(type)) {
        columns.set(i, sendable(Objects.requireNonNull(columns.get(i)), type));
      }
    }
  }

  /** A column as it is loses its name, so that ORDER BY still means the table's. */
  private static SqlNode sendable(SqlNode column, RelDataType type) {
    Written form =
        isMoment(type) ? new Written("UNIX_MILLIS", null) : new Written("CAST", "STRING");
    return column.getKind() == SqlKind.AS
        ? SqlStdOperatorTable.AS.createCall(
            SqlParserPos.ZERO,
            form.createCall(SqlParserPos.ZERO, ((SqlCall) column).operand(0)),
            ((SqlCall) column).operand(1))
        : form.createCall(SqlParserPos.ZERO, column);
  }

  /** A function of one argument, or a cast. */
  private static final class Written extends SqlFunction {
    private final String function;
    private final @Nullable String type;

    Written(String function, @Nullable String type) {
      super(
          type == null ? function : function + "_" + type,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.TIMEDATE);
      this.function = function;
      this.type = type;
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int left, int right) {
      SqlWriter.Frame frame = writer.startFunCall(function);
      call.operand(0).unparse(writer, 0, 0);
      if (type != null) {
        writer.sep("AS", true);
        writer.keyword(type);
      }
      writer.endFunCall(frame);
    }
  }
}
