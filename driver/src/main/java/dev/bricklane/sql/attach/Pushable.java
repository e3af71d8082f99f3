package dev.bricklane.sql.attach;

import dev.bricklane.sql.attach.SourceColumn.Kind;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Which expressions a database may work out, since they mean the same there as here. What is not
 * listed is not sent: functions, model functions before all, division, and whatever else databases
 * differ in.
 */
final class Pushable {
  private final Product product;
  private final Columns columns;

  /** What the columns of an expression are. */
  interface Columns {
    /** Returns the column of a table that it is, or null if it is computed. */
    @Nullable SourceColumn of(int index);
  }

  Pushable(Product product, RelNode input) {
    this(product, index -> Lineage.of(input, index));
  }

  Pushable(Product product, Columns columns) {
    this.product = product;
    this.columns = columns;
  }

  /** Returns an expression as it is checked and sent, without what RelToSql would expand itself. */
  static RexNode expanded(RexBuilder rex, RexNode expression) {
    return RexUtil.expandSearch(rex, null, expression);
  }

  /**
   * Returns a condition as it is written: lists of values stay lists, where all write them alike.
   */
  static RexNode written(RexBuilder rex, RexNode condition) {
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            return call.getKind() == SqlKind.SEARCH
                    && text(call.getOperands().get(0).getType())
                    && !SourceSql.isPlain(call.getOperands().get(1).toString())
                ? expanded(rex, call)
                : super.visitCall(call) instanceof RexCall visited
                    ? DateParts.written(rex, visited)
                    : call;
          }
        });
  }

  /** Returns whether it may be a result: any column as it is, or what can be computed. */
  boolean result(RexNode expression) {
    return expression instanceof RexInputRef || value(expression);
  }

  /** Returns whether a condition may be sent. */
  boolean condition(RexNode expression) {
    if (expression instanceof RexInputRef ref) {
      return product.dates()
          && kind(ref) == Kind.BOOLEAN
          && product != Product.ORACLE
          && product != Product.MSSQL;
    }
    if (expression instanceof RexLiteral literal) {
      return literal.getTypeName() == SqlTypeName.BOOLEAN && product.dates();
    }
    if (!(expression instanceof RexCall call)) {
      return false;
    }
    List<RexNode> operands = call.getOperands();
    return switch (call.getKind()) {
      case AND, OR, NOT -> operands.stream().allMatch(this::condition);
      case IS_NULL, IS_NOT_NULL -> operands.get(0) instanceof RexInputRef || value(operands.get(0));
      case IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE ->
          product.computes() && condition(operands.get(0));
      case EQUALS, NOT_EQUALS -> equality(operands.get(0), operands.get(1));
      case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM ->
          product.computes() && equality(operands.get(0), operands.get(1));
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(operands.get(0), operands.get(1));
      case LIKE -> like(operands);
      default -> false;
    };
  }

  private boolean equality(RexNode left, RexNode right) {
    return special(left, right)
        || special(right, left)
        || value(left) && value(right) && alike(left, right) && equatable(left, right);
  }

  /** A column whose values are texts here alone, against a literal that leaves no doubt. */
  private boolean special(RexNode column, RexNode other) {
    if (!(column instanceof RexInputRef ref)
        || !(other instanceof RexLiteral literal)
        || !text(literal.getType())
        || literal.isNull()) {
      return false;
    }
    String value = String.valueOf(RexLiteral.stringValue(literal));
    Kind kind = kind(ref);
    if (kind == null) {
      return false;
    }
    return switch (kind) {
      case PADDED -> product.exactText() && !value.endsWith(" ");
      case UUID ->
          (product == Product.POSTGRESQL || product == Product.H2 || product == Product.DUCKDB)
              && value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      default -> false;
    };
  }

  private boolean equatable(RexNode left, RexNode right) {
    return !text(left.getType()) && !text(right.getType()) || product.exactText();
  }

  /** PostgreSQL's order of texts is that of a language. */
  private boolean comparison(RexNode left, RexNode right) {
    return value(left)
        && value(right)
        && alike(left, right)
        && (!text(left.getType()) || product.orderedText() && !product.sortsByLanguage());
  }

  /** Texts with texts, numbers with numbers, dates with dates: nobody's own conversions. */
  private static boolean alike(RexNode left, RexNode right) {
    RelDataType a = left.getType();
    RelDataType b = right.getType();
    return number(a) && number(b) || text(a) && text(b) || a.getSqlTypeName() == b.getSqlTypeName();
  }

  private boolean like(List<RexNode> operands) {
    if (!product.computes()
        || !value(operands.get(0))
        || !text(operands.get(0).getType())
        || !(operands.get(1) instanceof RexLiteral pattern)
        || pattern.isNull()) {
      return false;
    }
    // Some take a backslash for an escape unasked.
    return operands.size() == 2
        && String.valueOf(RexLiteral.stringValue(pattern)).indexOf('\\') < 0;
  }

  /** Returns whether a value may be computed there. */
  boolean value(RexNode expression) {
    if (expression instanceof RexInputRef ref) {
      return ordinary(kind(ref), ref.getType());
    }
    if (RunConstants.isOne(expression)) {
      return ordinary(null, expression.getType());
    }
    if (expression instanceof RexLiteral literal) {
      return literal(literal);
    }
    if (expression instanceof RexDynamicParam parameter) {
      return ordinary(null, parameter.getType());
    }
    if (!(expression instanceof RexCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case PLUS, MINUS, TIMES, CHECKED_PLUS, CHECKED_MINUS, CHECKED_TIMES ->
          product.adds()
              && exact(call.getType())
              && call.getOperands().stream().allMatch(each -> exact(each.getType()) && value(each));
      case CAST -> cast(call);
      case FLOOR, EXTRACT -> DateParts.means(product, call) && value(DateParts.argument(call));
      case COALESCE -> product.computes() && call.getOperands().stream().allMatch(this::value);
      case CASE -> product.computes() && casePushable(call.getOperands());
      default -> false;
    };
  }

  private boolean casePushable(List<RexNode> operands) {
    for (int i = 0; i < operands.size(); i++) {
      boolean condition = i % 2 == 0 && i < operands.size() - 1;
      if (condition ? !condition(operands.get(i)) : !value(operands.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** To a wider type of whole numbers, or to the same but for length or NULLs. */
  private boolean cast(RexCall call) {
    RexNode operand = call.getOperands().get(0);
    SqlTypeName from = operand.getType().getSqlTypeName();
    SqlTypeName to = call.getType().getSqlTypeName();
    if (!value(operand) || !product.computes()) {
      return false;
    }
    if (SqlTypeName.INT_TYPES.contains(from) && SqlTypeName.INT_TYPES.contains(to)) {
      return rank(from) <= rank(to);
    }
    return from == SqlTypeName.VARCHAR
        && to == SqlTypeName.VARCHAR
        && (call.getType().getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
            || operand.getType().getPrecision() >= 0
                && operand.getType().getPrecision() <= call.getType().getPrecision());
  }

  private static int rank(SqlTypeName type) {
    return switch (type) {
      case TINYINT -> 1;
      case SMALLINT -> 2;
      case INTEGER -> 3;
      default -> 4;
    };
  }

  /** Returns whether values can be sorted there as here. */
  boolean sortable(int column, RelDataType type) {
    SourceColumn origin = columns.of(column);
    Kind kind = origin == null ? null : origin.kind();
    if (kind == Kind.UUID) {
      return product == Product.POSTGRESQL || product == Product.DUCKDB;
    }
    return switch (type.getSqlTypeName()) {
      case TIME, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> product.computes() && kind != null;
      default -> ordinary(kind, type) && (!text(type) || product.orderedText());
    };
  }

  /**
   * Returns whether equal values can be found there as here.
   *
   * @param whole whether of a time, no more than whole seconds are left
   */
  boolean groupable(int column, RelDataType type, boolean whole) {
    SourceColumn origin = columns.of(column);
    Kind kind = origin == null ? null : origin.kind();
    if (kind == Kind.UUID) {
      return product == Product.POSTGRESQL || product == Product.DUCKDB || product == Product.H2;
    }
    // Times may be finer there, and fractions may be equal here that are not there.
    return switch (type.getSqlTypeName()) {
      case TIMESTAMP -> whole;
      case TIME, TIMESTAMP_WITH_LOCAL_TIME_ZONE, REAL, FLOAT, DOUBLE -> false;
      default -> ordinary(kind, type) && (!text(type) || product.exactText());
    };
  }

  /** Returns whether a column of texts has another type there. */
  boolean textHereAlone(int column) {
    SourceColumn origin = columns.of(column);
    return origin != null && origin.kind() == Kind.UUID;
  }

  /** Returns whether it has a type that both know, and whose values are the same in both. */
  private boolean ordinary(@Nullable Kind kind, RelDataType type) {
    if (kind == Kind.PADDED || kind == Kind.UUID || kind == Kind.OTHER || kind == Kind.ARRAY) {
      return false;
    }
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DOUBLE -> true;
      case VARCHAR, CHAR -> true;
      case BOOLEAN, DATE, TIMESTAMP -> product.dates();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> product.computes();
      default -> false;
    };
  }

  private boolean literal(RexLiteral literal) {
    if (literal.isNull()) {
      return false;
    }
    return switch (literal.getType().getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
      case VARCHAR, CHAR -> true;
      case DATE, TIMESTAMP -> product.dates();
      case BOOLEAN -> product.computes();
      default -> false;
    };
  }

  private @Nullable Kind kind(RexInputRef ref) {
    SourceColumn origin = columns.of(ref.getIndex());
    return origin == null ? kind(ref.getType()) : origin.kind();
  }

  private static @Nullable Kind kind(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.BOOLEAN ? Kind.BOOLEAN : null;
  }

  private static boolean number(RelDataType type) {
    return SqlTypeName.NUMERIC_TYPES.contains(type.getSqlTypeName());
  }

  private static boolean exact(RelDataType type) {
    return SqlTypeName.EXACT_TYPES.contains(type.getSqlTypeName());
  }

  static boolean text(RelDataType type) {
    return SqlTypeName.CHAR_TYPES.contains(type.getSqlTypeName());
  }

  /** Returns whether a condition is a comparison of two columns, so that a join is worth it. */
  static boolean joins(RexNode condition, int left) {
    if (condition.getKind() == SqlKind.AND) {
      return ((RexCall) condition).getOperands().stream().anyMatch(each -> joins(each, left));
    }
    return condition.getKind() == SqlKind.EQUALS
        && ((RexCall) condition).getOperands().get(0) instanceof RexInputRef one
        && ((RexCall) condition).getOperands().get(1) instanceof RexInputRef other
        && (one.getIndex() < left) != (other.getIndex() < left);
  }
}
