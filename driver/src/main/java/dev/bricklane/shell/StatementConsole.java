package dev.bricklane.shell;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import sqlline.SqlLine;
import sqlline.SqlLineParser;

/**
 * SQLLine whose statements are run by somebody else: it sees only the lines that are refused there,
 * its own {@code !commands} foremost.
 */
final class StatementConsole extends SqlLine {
  /** What people type who know other shells, and what it is called here. */
  private static final Map<String, String> WORDS =
      Map.of(
          "quit", "!quit",
          "exit", "!quit",
          "\\q", "!quit",
          "help", "!help",
          "?", "!help",
          "\\?", "!help",
          "\\h", "!help");

  private final BiPredicate<StatementConsole, String> statements;
  private @Nullable Terminal terminal;

  /**
   * Makes one.
   *
   * @param statements runs a line, if it is for it to run, and tells whether it was
   */
  StatementConsole(BiPredicate<StatementConsole, String> statements) {
    this.statements = statements;
  }

  /** Returns the terminal; only once lines are read from it. */
  Terminal terminal() {
    if (terminal == null) {
      throw new IllegalStateException("no line has been read yet");
    }
    return terminal;
  }

  @Override
  public LineReader getConsoleReader(InputStream input, History history) throws IOException {
    LineReader reader = super.getConsoleReader(input, history);
    terminal = reader.getTerminal();
    if (reader instanceof LineReaderImpl settable) {
      settable.setParser(new WordParser(this));
    }
    return (LineReader)
        Proxy.newProxyInstance(
            LineReader.class.getClassLoader(),
            new Class<?>[] {LineReader.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(reader, arguments);
                while (method.getName().equals("readLine")
                    && result instanceof String line
                    && !command(line).startsWith(COMMAND_PREFIX)
                    && statements.test(this, line)) {
                  history.save();
                  result = method.invoke(reader, arguments);
                }
                return result instanceof String line ? command(line) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  /** SQLLine's parser would wait for a semicolon after such a word. */
  private static final class WordParser extends SqlLineParser {
    private final Parser plain = new DefaultParser();

    WordParser(SqlLine sqlLine) {
      super(sqlLine);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      return WORDS.containsKey(word(line))
          ? plain.parse(line, cursor, context)
          : super.parse(line, cursor, context);
    }
  }

  /** Returns a line with the word that it may be in SQLLine's spelling. */
  static String command(String line) {
    return WORDS.getOrDefault(word(line), line);
  }

  private static String word(String line) {
    return line.strip().replaceFirst("\\s*;$", "").toLowerCase(Locale.ROOT);
  }
}
