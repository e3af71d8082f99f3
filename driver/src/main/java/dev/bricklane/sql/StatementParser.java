package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.util.SourceStringReader;

/** Reads the text of a statement: one query, with names as written and matched without case. */
final class StatementParser {
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
    return LargeLimits.lowerIn(statements.get(0));
  }

  private static List<SqlNode> list(String sql) {
    SqlAbstractParserImpl parser = parser(sql);
    try {
      SqlNodeList statements = parser.parseSqlStmtList();
      return statements.getList().stream().map(Objects::requireNonNull).toList();
    } catch (StackOverflowError e) {
      throw SqlErrors.ofPlanning(e);
    } catch (Exception | Error e) {
      throw SyntaxErrors.translate(parser.normalizeException(e));
    }
  }

  /**
   * Returns a parser by what {@code SqlParser} is made of, since that one loads Calcite's standard
   * parser too, some 600 KB of code that is never used.
   */
  private static SqlAbstractParserImpl parser(String sql) {
    SqlAbstractParserImpl parser =
        SqlBabelParserImpl.FACTORY.getParser(new SourceStringReader(sql));
    parser.setTabSize(1);
    parser.setQuotedCasing(Casing.UNCHANGED);
    parser.setUnquotedCasing(Casing.UNCHANGED);
    parser.setIdentifierMaxLength(128);
    parser.setTimeUnitCodes(Map.of());
    parser.setConformance(BricklaneConformance.INSTANCE);
    parser.switchTo(SqlAbstractParserImpl.LexicalState.DQID);
    return parser;
  }
}
