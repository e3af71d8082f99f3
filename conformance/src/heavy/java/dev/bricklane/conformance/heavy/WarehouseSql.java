package dev.bricklane.conformance.heavy;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * A warehouse's SQL as DuckDB understands it. What a warehouse could read in another way than it
 * was meant is refused: in its literals a backslash begins an escape, two quotes may end one
 * literal and begin another, and {@code ${…}} stands for a variable; databricks-jdbc itself
 * replaces {@code {fn …}} and the like, wherever it stands.
 */
final class WarehouseSql {
  private static final Pattern DOUBTFUL = Pattern.compile("[\\\\${}]");
  private static final Pattern FOREIGN =
      Pattern.compile("\"|\\bFETCH\\b|\\bOFFSET\\b.*\\bROWS\\b|\\bVARCHAR\\b");

  private WarehouseSql() {}

  /** Translates a statement. */
  static String translated(String text) throws SQLException {
    StringBuilder translated = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '`') {
        int end = text.indexOf(c, at + 1);
        if (end < 0) {
          throw new SQLException("A quote is not closed");
        }
        String quoted = text.substring(at + 1, end);
        if (c == '\'' && doubtful(text, end, quoted)) {
          throw new SQLException("A literal may mean something else: " + quoted);
        }
        translated.append(c == '`' ? '"' : c).append(quoted).append(c == '`' ? '"' : c);
        at = end + 1;
      } else {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\'' && text.charAt(end) != '`') {
          end++;
        }
        translated.append(outside(text.substring(at, end)));
        at = end;
      }
    }
    return translated.toString();
  }

  private static boolean doubtful(String text, int end, String quoted) {
    return DOUBTFUL.matcher(quoted).find()
        || end + 1 < text.length() && text.charAt(end + 1) == '\'';
  }

  private static String outside(String text) throws SQLException {
    if (FOREIGN.matcher(text).find()) {
      throw new SQLException("No warehouse's SQL: " + text);
    }
    return text.replaceAll("\\bTIMESTAMP\\b", "TIMESTAMPTZ")
        .replaceAll("\\bTIMESTAMP_NTZ\\b", "TIMESTAMP")
        .replace("CURRENT_CATALOG()", "current_catalog()")
        .replaceAll("(?i)\\bunix_millis\\(", "workspace.main.unix_millis(");
  }
}
