package dev.bricklane.scripting;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What follows the first prompt, and no other. Thread-safe. */
final class PromptTail {
  private @Nullable Reader input;

  /**
   * Takes the input, which is read at the first prompt.
   *
   * @param input null for none
   */
  PromptTail(@Nullable Reader input) {
    this.input = input;
  }

  /**
   * Returns a prompt with what follows it, after an empty line; the prompt alone if the input is
   * blank, or has been used. Line ends at the input's end are left out.
   *
   * @throws SQLException if the input cannot be read; it is gone then
   */
  synchronized String after(String prompt) throws SQLException {
    Reader unread = input;
    if (unread == null) {
      return prompt;
    }
    input = null;
    StringWriter text = new StringWriter();
    try {
      unread.transferTo(text);
    } catch (IOException e) {
      throw new SQLException(
          "What follows the prompt cannot be read: " + e.getMessage(), "58030", e);
    }
    String tail = text.toString();
    return tail.isBlank() ? prompt : prompt + "\n\n" + tail.replaceFirst("[\r\n]+$", "");
  }
}
