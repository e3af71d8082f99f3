package dev.bricklane.shell;

import java.sql.SQLException;
import java.sql.SQLWarning;
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
    String state = error.getSQLState();
    if (state == null || state.isBlank()) {
      return error.getErrorCode() == 0
          ? text.strip()
          : text.strip() + " [code " + error.getErrorCode() + "]";
    }
    return text.strip() + " [SQLSTATE " + state + ", code " + error.getErrorCode() + "]";
  }
}
