package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlOperator;
import org.junit.jupiter.api.Test;

class QueryOperatorsTest {
  @Test
  void noFunctionOfAWarehouseHasTheNameOfAModelFunction() {
    CalciteSettings.ensureLoaded();
    List<String> models =
        ModelFunctions.ALL.stream().map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
    assertThat(QueryOperators.Warehouse.FUNCTIONS.getOperatorList())
        .extracting(SqlOperator::getName)
        .extracting(name -> name.toLowerCase(Locale.ROOT))
        .contains("upper", "ilike", "if")
        .doesNotContainAnyElementsOf(models);
  }
}
