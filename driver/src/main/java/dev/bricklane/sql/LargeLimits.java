package dev.bricklane.sql;

import java.math.BigDecimal;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Writes limits and offsets beyond 2,147,483,647, as tools send for "all rows", as that number:
 * Calcite plans them as {@code int}, and no result is so long.
 */
final class LargeLimits extends SqlShuttle {
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private LargeLimits() {}

  static SqlNode lowerIn(SqlNode query) {
    return query.accept(new LargeLimits());
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlOrderBy order)
        || !(isLarge(order.fetch) || isLarge(order.offset))) {
      return visited;
    }
    return new SqlOrderBy(
        order.getParserPosition(),
        order.query,
        order.orderList,
        lowered(order.offset),
        lowered(order.fetch));
  }

  private static boolean isLarge(@Nullable SqlNode number) {
    return number instanceof SqlNumericLiteral literal
        && Objects.requireNonNull(literal.bigDecimalValue()).compareTo(MOST) > 0;
  }

  private static @Nullable SqlNode lowered(@Nullable SqlNode number) {
    return number != null && isLarge(number)
        ? SqlLiteral.createExactNumeric(MOST.toString(), number.getParserPosition())
        : number;
  }
}
