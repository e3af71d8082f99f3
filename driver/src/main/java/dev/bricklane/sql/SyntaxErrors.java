package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.babel.ParseException;

/**
 * Says a syntax error in a line: position, offending token, and a few of the tokens that were
 * expected.
 */
final class SyntaxErrors {
  private static final int SHOWN = 5;
  private static final int LONGEST_TOKEN = 40;
  private static final int LONGEST_MESSAGE = 160;
  private static final Pattern POSITION = Pattern.compile("line (\\d+), column (\\d+)");
  private static final Pattern UNREADABLE =
      Pattern.compile("^Lexical error .*Encountered: \"(.+?)\" \\(", Pattern.DOTALL);
  private static final Pattern PLACE_AT_END = Pattern.compile(" at line \\d+, column \\d+\\.?$");

  /**
   * What a person most likely left out, likeliest first; Calcite's own list is alphabetical and may
   * have 200.
   */
  private static final List<String> LIKELY =
      List.of(
          "FROM",
          "SELECT",
          "WHERE",
          ",",
          ")",
          "(",
          "AS",
          "ON",
          "AND",
          "THEN",
          "END",
          "WHEN",
          "JOIN",
          "GROUP",
          "ORDER",
          "LIMIT",
          "VALUES",
          "WITH",
          "IN",
          "NULL",
          "<IDENTIFIER>",
          "<QUOTED_STRING>",
          "<UNSIGNED_INTEGER_LITERAL>",
          "<EOF>");

  private SyntaxErrors() {}

  static BricklaneException translate(SqlParseException e) {
    SqlParserPos position = e.getPos();
    int line = position == null ? 0 : position.getLineNum();
    int column = position == null ? 0 : position.getColumnNum();
    if (line == 0) {
      Matcher matcher = POSITION.matcher(String.valueOf(e.getMessage()));
      if (matcher.find()) {
        line = Integer.parseInt(matcher.group(1));
        column = Integer.parseInt(matcher.group(2));
      }
    }
    return SqlErrors.at(line, column, ErrorCode.SYNTAX_ERROR, describe(e), e);
  }

  private static String describe(SqlParseException e) {
    if (!(e.getCause() instanceof ParseException cause) || cause.currentToken == null) {
      return other(String.valueOf(e.getMessage()));
    }
    String token = cause.currentToken.next == null ? "" : cause.currentToken.next.image;
    String unexpected =
        token.isEmpty() ? "the statement ends too early" : "unexpected " + shown(token);
    String expected = expected(e);
    return expected.isEmpty() ? unexpected : unexpected + "; expected " + expected;
  }

  static String shown(String token) {
    String line = token.replaceAll("\\s+", " ");
    return line.length() > LONGEST_TOKEN ? line.substring(0, LONGEST_TOKEN) + "…" : line;
  }

  private static String expected(SqlParseException e) {
    Set<String> all = new LinkedHashSet<>();
    e.getExpectedTokenNames().forEach(name -> all.add(name.replace("\"", "").strip()));
    List<String> likely = LIKELY.stream().filter(all::contains).limit(SHOWN).toList();
    List<String> few = likely.isEmpty() ? all.stream().limit(SHOWN).toList() : likely;
    String list = String.join(", ", few.stream().map(SyntaxErrors::named).toList());
    return all.size() > few.size() ? list + ", …" : list;
  }

  private static String named(String token) {
    return switch (token) {
      case "<IDENTIFIER>" -> "a name";
      case "<QUOTED_STRING>" -> "a text in single quotes";
      case "<UNSIGNED_INTEGER_LITERAL>" -> "a number";
      case "<EOF>" -> "the end";
      default -> Character.isLetter(token.charAt(0)) ? token : "'" + token + "'";
    };
  }

  /** What Calcite says where it gives no token. */
  private static String other(String message) {
    if (message.startsWith("Non-query expression")) {
      return "this is not a query; expected SELECT, WITH, VALUES or TABLE";
    }
    Matcher unreadable = UNREADABLE.matcher(message);
    if (unreadable.find()) {
      return "the character " + unreadable.group(1) + " cannot stand here";
    }
    String line = PLACE_AT_END.matcher(message.lines().findFirst().orElse("")).replaceFirst("");
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }
}
