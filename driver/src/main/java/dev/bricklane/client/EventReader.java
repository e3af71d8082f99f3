package dev.bricklane.client;

import org.jspecify.annotations.Nullable;

/**
 * Makes events out of the lines of an event stream.
 *
 * <p>Lenient, as services differ: a line that begins with a brace is an event without the {@code
 * data:} before it; the blank line between events and the one at the end may be missing. Comments
 * and other fields are passed over. Not thread-safe.
 */
final class EventReader {
  private final Events events;
  private final StringBuilder data = new StringBuilder();
  private String name = "";
  private boolean any;

  EventReader(Events events) {
    this.events = events;
  }

  /** Takes events. */
  interface Events {
    /**
     * Takes one.
     *
     * @param name empty if it has none
     */
    void event(String name, String data);
  }

  void line(String given) {
    String line = !any && given.startsWith("\uFEFF") ? given.substring(1) : given;
    any = true;
    if (line.isEmpty()) {
      end();
    } else if (line.startsWith("{")) {
      end();
      events.event("", line);
    } else {
      String value = value(line, "data");
      if (value != null) {
        data(value);
      } else if ((value = value(line, "event")) != null) {
        end();
        name = value;
      }
    }
  }

  /** Tells that the stream is over. */
  void end() {
    if (data.length() > 0) {
      String text = data.toString();
      data.setLength(0);
      String given = name;
      name = "";
      events.event(given, text);
    }
    name = "";
  }

  /** Lines of data are one event, unless the first is one by itself. */
  private void data(String value) {
    if (data.length() > 0) {
      if (Json.tryRead(data.toString()) != null) {
        end();
      } else {
        data.append('\n');
      }
    }
    data.append(value);
  }

  private static @Nullable String value(String line, String field) {
    if (!line.startsWith(field)) {
      return null;
    }
    if (line.length() == field.length()) {
      return "";
    }
    if (line.charAt(field.length()) != ':') {
      return null;
    }
    int from = field.length() + 1;
    return line.substring(line.startsWith(" ", from) ? from + 1 : from);
  }
}
