package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;

/** Reads the text of a statement: one query, with names as written and matched without case. */
final class StatementParser {
  static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(SqlBabelParserImpl.FACTORY)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withQuotedCasing(Casing.UNCHANGED)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withConformance(BricklaneConformance.INSTANCE)
          .withIdentifierMaxLength(128);

  private StatementParser() {}

  /**
   * Parses one query; a trailing {@code ;} is allowed.
   *
   * @throws BricklaneException if it is not one, or not a query
   */
  static SqlNode parse(SourceText sql) {
    if (sql.isEmpty()) {
      throw new BricklaneException(ErrorCode.SYNTAX_ERROR, "The statement is empty");
    }
    ReadOnlyGuard.checkText(sql);
    List<SqlNode> statements = list(sql.parsed());
    if (statements.size() != 1) {
      throw SqlErrors.at(
          statements.get(1).getParserPosition(),
          ErrorCode.SYNTAX_ERROR,
          "a second statement begins; send one at a time");
    }
    ReadOnlyGuard.checkParsed(statements.get(0), sql.firstWord());
    return statements.get(0);
  }

  private static List<SqlNode> list(String sql) {
    try {
      SqlNodeList statements = SqlParser.create(sql, CONFIG).parseStmtList();
      return statements.getList().stream().map(Objects::requireNonNull).toList();
    } catch (SqlParseException e) {
      throw SyntaxErrors.translate(e);
    } catch (StackOverflowError e) {
      throw SqlErrors.ofPlanning(e);
    }
  }
}
