package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarehouseFormsTest {
  private final Queries queries = new Queries();

  @ParameterizedTest
  @CsvSource({
    "year, 2024-01-01",
    "QUARTER, 2024-04-01",
    "month, 2024-05-01",
    "MM, 2024-05-01",
    "week, 2024-04-29",
    "day, 2024-05-05",
  })
  void truncatesDatesToAUnitGivenAsText(String unit, LocalDate expected) {
    // A Sunday, whose week began on Monday, the 29th of April.
    assertThat(queries.value("SELECT date_trunc('%s', DATE '2024-05-05')".formatted(unit)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "month, 2024-05-01T00:00:00",
    "week, 2024-05-06T00:00:00",
    "hour, 2024-05-06T23:00:00",
    "second, 2024-05-06T23:59:58",
  })
  void truncatesTimestamps(String unit, LocalDateTime expected) {
    assertThat(
            queries.value(
                "SELECT date_trunc('%s', TIMESTAMP '2024-05-06 23:59:58')".formatted(unit)))
        .isEqualTo(expected);
  }

  @Test
  void groupsByWhatIsTruncated() {
    assertThat(
            queries.rows(
                """
                SELECT date_trunc('month', d) AS m, count(*) FROM (VALUES DATE '2024-05-05',
                DATE '2024-05-07', DATE '2024-06-01') AS t(d) GROUP BY date_trunc('month', d) ORDER BY m
                """))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly("2024-05-01 2", "2024-06-01 1");
  }

  @Test
  void givesNullWhereATryFails() {
    assertThat(queries.rows("SELECT try_cast('x' AS INTEGER), try_cast('7' AS INTEGER)").get(0))
        .containsExactly(null, 7);
  }

  @Test
  void readsDatesAndTimestampsOfTexts() {
    assertThat(
            queries
                .rows("SELECT to_date('2024-01-02'), to_timestamp('2024-01-02 03:04:05')")
                .get(0))
        .containsExactly(LocalDate.of(2024, 1, 2), LocalDateTime.of(2024, 1, 2, 3, 4, 5));
  }

  @Test
  void countsDaysOn() {
    assertThat(
            queries
                .rows(
                    """
                    SELECT date_add(DATE '2024-02-28', 2), date_sub(DATE '2024-03-01', 1),
                    date_add(DATE '2024-02-28', INTERVAL 2 DAY)
                    """)
                .get(0))
        .containsExactly(
            LocalDate.of(2024, 3, 1), LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 1));
  }

  @Test
  void looksIntoTexts() {
    assertThat(
            queries
                .rows(
                    """
                    SELECT contains('abc', 'b'), contains('abc', 'x'), charindex('c', 'abc'),
                    split_part('a-b-c', '-', 2), size(ARRAY[1, 2])
                    """)
                .get(0))
        .containsExactly(true, false, 3, "b", 2);
  }

  @Test
  void selectsWithAConditionAndNoFrom() {
    assertThat(queries.rows("SELECT 1 WHERE 1 = 0")).isEmpty();
    assertThat(
            queries.rows(
                """
                SELECT x, (SELECT 'big' WHERE x > 1), EXTRACT(YEAR FROM DATE '2024-05-05')
                FROM (VALUES 1, 2) AS t(x) WHERE x IS DISTINCT FROM 3
                UNION ALL SELECT 7, 'seven', 7 WHERE EXISTS (SELECT 1 WHERE 2 > 1) ORDER BY 1
                """))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly("1 null", "2 big", "7 seven");
    assertThat(queries.rows("SELECT count(*) FILTER (WHERE x > 1) FROM (VALUES 1, 2) AS t(x)"))
        .hasSize(1);
  }

  @Test
  void saysWhereAMistakeIsBehindAConditionWithoutFrom() {
    assertThatThrownBy(() -> queries.rows("SELECT 1 WHERE nothere = 2"))
        .hasMessageContaining("line 1, column 16");
  }

  @Test
  void countsTheDaysBetweenTwo() {
    assertThat(
            queries.value(
                """
                SELECT datediff(x, y)
                FROM (VALUES (DATE '2024-03-01', DATE '2024-02-28')) AS t(x, y)
                """))
        .isEqualTo(2);
  }

  @Test
  void takesLengthsOfAnyWholeNumber() {
    assertThat(
            queries
                .rows("SELECT left('hello', CAST(2 AS BIGINT)), right('hello', char_length('abc'))")
                .get(0))
        .containsExactly("he", "llo");
  }

  @Test
  void castsToInstants() {
    assertThat(
            queries.value(
                "SELECT CAST(CAST(TIMESTAMP '2024-05-06 07:08:09' AS TIMESTAMP WITH TIME ZONE) AS"
                    + " TIMESTAMP)"))
        .isEqualTo(LocalDateTime.of(2024, 5, 6, 7, 8, 9));
  }

  @Test
  void labelsTheColumnByTheFunctionThatWasWritten() {
    assertThat(queries.labels("SELECT date_trunc('month', DATE '2024-05-05'), now()"))
        .containsExactly("date_trunc", "now");
  }

  @Test
  void comparesVectors() {
    // 3*4 + 4*3 = 24, both of length 5, sqrt(1 + 1) apart.
    assertThat(
            queries
                .rows(
                    """
                    SELECT vector_inner_product(a, b), vector_cosine_similarity(a, b),
                    vector_l2_distance(a, b), vector_cosine_similarity(a, c)
                    FROM (VALUES (ARRAY[3, 4], ARRAY[4, 3], ARRAY[0, 0])) AS t(a, b, c)
                    """)
                .get(0))
        .satisfiesExactly(
            product -> assertThat(product).isEqualTo(24.0),
            cosine -> assertThat((double) cosine).isCloseTo(0.96, within(1e-12)),
            distance -> assertThat((double) distance).isCloseTo(Math.sqrt(2), within(1e-12)),
            none -> assertThat(none).isNull());
  }

  @Test
  void sortsBySimilarityWithOneBatchOfEmbeddings() {
    assertThat(
            queries.rows(
                """
                SELECT x FROM (VALUES 'aaaa', 'a', 'aa') AS t(x)
                ORDER BY vector_l2_distance(embed('m', x), embed('m', 'q')), x LIMIT 2
                """))
        .hasSize(2);
    assertThat(queries.gateway.embeddings).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void refusesVectorsOfTwoLengths() {
    assertThatThrownBy(
            () -> queries.value("SELECT vector_inner_product(ARRAY[1, 2], ARRAY[1, 2, 3])"))
        .hasMessageContaining("2 and 3 numbers");
  }
}
