package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.ErrorCode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrayTest {
  private final Array array = new BricklaneArray(SqlTypes.REAL, Arrays.asList(0.1f, null, 0.3f));

  @Test
  void givesObjectsNotPrimitives() throws SQLException {
    assertThat((Object[]) array.getArray()).containsExactly(0.1f, null, 0.3f);
    assertThat((Object[]) array.getArray(Map.of())).hasSize(3);
    assertThat((Object[]) array.getArray(2, 2)).containsExactly(null, 0.3f);
    assertThat((Object[]) array.getArray(4, 1, Map.of())).isEmpty();
    assertThat(array.getBaseType()).isEqualTo(Types.REAL);
    assertThat(array.getBaseTypeName()).isEqualTo("REAL");
    assertThat(array).hasToString("[0.1, null, 0.3]");
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> array.getArray(0, 1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> array.getArray(5, 1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> array.getArray(1, -1));
  }

  @Test
  void givesArraysOfArrays() throws SQLException {
    Array nested =
        new BricklaneArray(
            SqlTypes.arrayOf(SqlTypes.VARCHAR), List.of(List.of("a"), List.of("b", "c")));
    assertThat(nested.getArray()).isEqualTo(new String[][] {{"a"}, {"b", "c"}});
  }

  @Test
  void givesItsElementsAsRows() throws SQLException {
    ResultSet rows = array.getResultSet(2, 2);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getInt("INDEX")).isEqualTo(2);
    assertThat(rows.getObject("VALUE")).isNull();
    assertThat(rows.next()).isTrue();
    assertThat(rows.getInt(1)).isEqualTo(3);
    assertThat(rows.getFloat(2)).isEqualTo(0.3f);
    assertThat(rows.next()).isFalse();
    assertThat(array.getResultSet(Map.of()).next()).isTrue();
  }

  @Test
  void givesNothingOnceFreed() throws SQLException {
    array.free();
    assertCode(ErrorCode.INVALID_STATE, array::getArray);
    assertCode(ErrorCode.INVALID_STATE, array::getResultSet);
  }
}
