package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds plain SQL against H2: the same query over the same rows must give the same rows. */
class PlainSqlIT {
  private static final String TABLES =
      """
      WITH ticket(id, customer_id, subject, open, price, created) AS (VALUES
        (1, 1, 'It''s broken, refund me', TRUE, 12.50, DATE '2026-01-31'),
        (2, 1, 'Where is my parcel?', FALSE, 20.00, DATE '2026-02-01'),
        (3, 2, 'refund, please', TRUE, NULL, DATE '2026-02-14'),
        (4, 2, '100% wrong', TRUE, 12.50, DATE '2026-02-28'),
        (5, CAST(NULL AS INTEGER), 'Thank you', FALSE, 7.25, DATE '2026-03-01'),
        (6, 3, 'a  b', TRUE, 99.99, DATE '2026-03-02')),
      customer(id, name, country) AS (VALUES
        (1, 'Ada', 'GB'), (2, 'Bob', 'DE'), (3, 'Çelik', 'TR'), (4, 'Dai', 'DE'))
      """;

  /** An ORDER BY that is not inside parentheses. */
  private static final Pattern ORDERED = Pattern.compile(".*ORDER BY [^()]*$");

  private static Connection h2;
  private static Connection bricklane;

  @BeforeAll
  static void connect() throws SQLException {
    h2 = DriverManager.getConnection("jdbc:h2:mem:");
    bricklane = DriverManager.getConnection("jdbc:bricklane:embedded");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    h2.close();
    bricklane.close();
  }

  static Stream<String> queries() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(PlainSqlIT.class.getResourceAsStream("plain-sql.sql"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.isBlank() && !line.startsWith("--")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void givesTheRowsThatH2Gives(String query) throws SQLException {
    List<List<String>> expected = rows(h2, query);
    List<List<String>> actual = rows(bricklane, query);
    if (ORDERED.matcher(query).matches()) {
      assertThat(actual).containsExactlyElementsOf(expected);
    } else {
      assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<List<String>> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(TABLES + query)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(normal(result.getObject(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** Two engines may count in different types; twelve digits must agree. */
  private static String normal(Object value) {
    if (value instanceof Number number) {
      BigDecimal decimal = new BigDecimal(number.toString()).round(new MathContext(12));
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }
}
