package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Set;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Refuses everything but queries, before anything is planned. */
final class ReadOnlyGuard {
  private static final Set<String> CHANGES =
      Set.of(
          "ALTER",
          "ANALYZE",
          "BEGIN",
          "CALL",
          "COMMIT",
          "COPY",
          "CREATE",
          "DELETE",
          "DROP",
          "EXECUTE",
          "GRANT",
          "INSERT",
          "MERGE",
          "OPTIMIZE",
          "REFRESH",
          "RENAME",
          "REPLACE",
          "RESET",
          "REVOKE",
          "ROLLBACK",
          "SAVEPOINT",
          "SET",
          "START",
          "TRUNCATE",
          "UPDATE",
          "UPSERT",
          "USE",
          "VACUUM");

  private ReadOnlyGuard() {}

  /**
   * Looks at the statement's first word, so that a dialect's own DDL is refused for what it is, not
   * for its syntax.
   */
  static void checkText(SourceText sql) {
    String word = sql.firstWord();
    if (sql.definesSomething()) {
      throw new BricklaneException(
          ErrorCode.READ_ONLY,
          "CREATE is refused; views and functions are defined in files, which the properties init"
              + " and views name");
    }
    if (CHANGES.contains(word)) {
      throw refusal(word);
    }
  }

  /** Looks at the parsed statement, for what the first word did not show. */
  static void checkParsed(SqlNode statement, String firstWord) {
    SqlNode query = statement instanceof SqlExplain explain ? explain.getExplicandum() : statement;
    SqlKind kind = query.getKind();
    if (!kind.belongsTo(SqlKind.QUERY)) {
      throw refusal(statement == query ? firstWord : kind.name().replace('_', ' '));
    }
  }

  private static BricklaneException refusal(String statement) {
    return new BricklaneException(ErrorCode.READ_ONLY, "%s is refused".formatted(statement));
  }
}
