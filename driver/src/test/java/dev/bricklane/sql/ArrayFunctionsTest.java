package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of arrays, over embeddings too; the gateway's of a text of one letter is 1.0, 0.5. */
class ArrayFunctionsTest {
  private final Queries queries = new Queries();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "embed('m', 'a'); 1.0,0.5",
        "ARRAY[1, 2]; 1,2",
        "ARRAY[1.5, 2.50]; 1.50,2.50",
        "ARRAY[1e10, 0.001e0, 1e-5]; 1.0E10,0.001,1.0E-5",
        "ARRAY[true, false]; true,false",
        "ARRAY['b', 'a']; b,a",
        "ARRAY[DATE '2024-01-02']; 2024-01-02",
        "ARRAY[TIMESTAMP '2024-01-02 03:04:05']; 2024-01-02 03:04:05",
        "ARRAY[1, NULL, 3]; 1,3",
        "CAST(ARRAY[5] AS BIGINT ARRAY); 5"
      })
  void joinsElementsAsTexts(String array, String joined) {
    assertThat(queries.value("SELECT array_join(" + array + ", ',')")).isEqualTo(joined);
    assertThat(queries.value("SELECT array_to_string(" + array + ", ',')")).isEqualTo(joined);
  }

  @Test
  void joinsNullsAsTheyAreToldTo() {
    assertThat(
            queries.rows(
                "SELECT array_join(ARRAY[1, NULL], ',', '-'), array_to_string(ARRAY['a', NULL], ',',"
                    + " '-'), array_join(ARRAY[1, 2], CAST(NULL AS VARCHAR)),"
                    + " array_join(CAST(NULL AS INTEGER ARRAY), ','), array_join(NULL, ',')"))
        .containsExactly(Arrays.asList("1,-", "a,-", null, null, null));
    assertThat(queries.value("SELECT array_join(ARRAY[1, 3], 2)")).isEqualTo("123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARRAY[ARRAY[1]]", "ARRAY[X'00']", "'a'"})
  void refusesToJoinWhatIsNoArrayOfScalars(String argument) {
    assertThatThrownBy(() -> queries.rows("SELECT array_join(" + argument + ", ',')"))
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH))
        .hasMessageContaining("array_join takes an array of texts, numbers, truth values or times");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "array_contains(embed('m', 'a'), 1); true",
        "array_contains(embed('m', 'a'), 0.50); true",
        "array_contains(embed('m', 'a'), 2); false",
        "array_contains(ARRAY[1.5, 2.50], 2.5); true",
        "array_contains(ARRAY[1, NULL], 1.0); true",
        "array_contains(ARRAY[1, 2], CAST(2 AS BIGINT)); true",
        "array_position(embed('m', 'a'), 0.5); 2",
        "array_position(ARRAY[1, 2], 2.0); 2",
        "array_position(ARRAY[0.1e0], 0.1); 1",
        "array_position(ARRAY[1, 2], 3); 0",
        "array_join(array_remove(embed('m', 'a'), 1), ','); 0.5",
        "array_join(array_remove(ARRAY[1, NULL, 2], 1.0), ',', '-'); -,2",
        "array_join(array_except(embed('m', 'a'), ARRAY[1]), ','); 0.5",
        "array_join(array_intersect(embed('m', 'a'), ARRAY[1]), ','); 1.0",
        "array_join(array_union(embed('m', 'a'), ARRAY[1]), ','); 1.0,0.5",
        "array_join(array_intersect(ARRAY[1, 2], ARRAY[2.0]), ','); 2.0",
        "arrays_overlap(embed('m', 'a'), ARRAY[1]); true",
        "arrays_overlap(ARRAY[1.5], ARRAY[2]); false",
        "array_max(embed('m', 'a')); 1.0",
        "array_min(embed('m', 'a')); 0.5",
        "size(embed('m', 'a')); 2",
        "cardinality(embed('m', 'a')); 2",
        "array_join(array_distinct(array_concat(embed('m', 'a'), embed('m', 'a'))), ','); 1.0,0.5"
      })
  void findsNumbersOfAnotherType(String expression, String expected) {
    assertThat(queries.value("SELECT " + expression)).hasToString(expected);
  }

  @Test
  void knowsNothingOfNulls() {
    assertThat(
            queries.rows(
                "SELECT array_contains(ARRAY[1], CAST(NULL AS DOUBLE)),"
                    + " array_position(CAST(NULL AS INTEGER ARRAY), 1), array_remove(ARRAY[1], NULL)"))
        .containsExactly(Arrays.asList(null, null, null));
  }

  @Test
  void leavesTheArrayThatItSortsOrReversesAsItIs() {
    assertThat(
            queries.rows(
                "SELECT array_join(l, ','), array_join(array_reverse(l), ','),"
                    + " array_join(sort_array(l, false), ','), array_join(sort_array(l), ','),"
                    + " array_join(l, ',') FROM (VALUES (ARRAY[2, 3, 1])) AS t(l)"))
        .containsExactly(List.of("2,3,1", "1,3,2", "3,2,1", "1,2,3", "2,3,1"));
    assertThat(
            queries.rows(
                "SELECT array_join(sort_array(e), ','), array_join(array_reverse(e), ','),"
                    + " array_join(e, ',') FROM (SELECT embed('m', 'a') AS e)"))
        .containsExactly(List.of("0.5,1.0", "0.5,1.0", "1.0,0.5"));
  }

  @Test
  void saysWhichElementDoesNotFitWhenItIsRead() {
    assertThatThrownBy(() -> queries.rows("SELECT CAST(ARRAY[300] AS TINYINT ARRAY)"))
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RANGE));
  }
}
