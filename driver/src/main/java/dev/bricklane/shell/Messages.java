package dev.bricklane.shell;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the shell says beside the rows: on standard error, a line or few each. */
final class Messages {
  private final Output screen;

  Messages(Output screen) {
    this.screen = screen;
  }

  Output screen() {
    return screen;
  }

  void error(String message) {
    say("error: " + message);
  }

  void error(String place, SQLException error) {
    error(place + describe(error));
  }

  void warnings(@Nullable SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      say("warning: " + describe(warning));
    }
  }

  /** Says something; control characters, which may come from a service, are made visible. */
  void say(String message) {
    screen.write(TextLines.message(message) + "\n");
    try {
      screen.flush();
    } catch (Output.Failed e) {
      // Nobody listens: the exit code has to say it.
    }
  }

  private static String describe(SQLException error) {
    String message = error.getMessage();
    String text = message == null || message.isBlank() ? error.getClass().getName() : message;
    List<String> codes = new ArrayList<>();
    if (error.getSQLState() != null && !error.getSQLState().isBlank()) {
      codes.add("SQLSTATE " + error.getSQLState());
    }
    if (error.getErrorCode() != 0) {
      codes.add("code " + error.getErrorCode());
    }
    return codes.isEmpty() ? text.strip() : text.strip() + " [" + String.join(", ", codes) + "]";
  }
}
