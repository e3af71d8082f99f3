package dev.bricklane.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL taken apart: text to raw pairs, nothing else. Immutable.
 *
 * <pre>
 *   jdbc:bricklane://host[:port][/base path][;name=value]…
 *   jdbc:bricklane:embedded[;name=value]…
 * </pre>
 *
 * <p>A value goes on to the next {@code ;}. In it, {@code %} and two hexadecimal digits stand for a
 * byte of UTF-8: {@code %3B} for a semicolon, {@code %25} for the percent sign itself, which is
 * never written alone. Spaces around names and values do not count. An empty value is the same as
 * leaving the property out, an empty piece ({@code ;;}) is skipped.
 *
 * @param kind which of the two forms
 * @param address everything between {@code //} and the first {@code ;}; empty if the host comes
 *     from elsewhere
 * @param pairs the properties, in their order
 */
public record JdbcUrl(Kind kind, String address, List<Pair> pairs) {
  /** How each of our URLs begins. */
  public static final String PREFIX = "jdbc:bricklane:";

  private static final String EMBEDDED = "embedded";

  public JdbcUrl {
    pairs = List.copyOf(pairs);
  }

  /** The forms of URL. */
  public enum Kind {
    /** {@code jdbc:bricklane:embedded}. */
    EMBEDDED,
    /** {@code jdbc:bricklane://…}. */
    WORKSPACE,
    /** Neither; the reason has been noted. */
    UNREADABLE
  }

  /**
   * One property of the URL, as written.
   *
   * @param name without spaces around it
   * @param value decoded, without spaces around it
   */
  public record Pair(String name, String value) {
    /** Shows the name alone, as the value may be a secret. */
    @Override
    public String toString() {
      return name + "=…";
    }
  }

  /** Shows the kind alone, as the address and the pairs may hold secrets in the wrong place. */
  @Override
  public String toString() {
    return "JdbcUrl[" + kind + "]";
  }

  /** Returns whether the URL is one for this driver, be it right or wrong otherwise. */
  public static boolean accepts(@Nullable String url) {
    return url != null && url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
  }

  static JdbcUrl parse(String url, Problems problems) {
    if (!accepts(url)) {
      problems.add("URL", "must begin with " + PREFIX);
      return new JdbcUrl(Kind.UNREADABLE, "", List.of());
    }
    String[] pieces = url.substring(PREFIX.length()).split(";", -1);
    String first = pieces[0].strip();
    List<Pair> pairs = pairs(pieces, problems);
    if (first.equalsIgnoreCase(EMBEDDED)) {
      return new JdbcUrl(Kind.EMBEDDED, "", pairs);
    }
    if (first.startsWith("//")) {
      String address = first.substring(2);
      return new JdbcUrl(Kind.WORKSPACE, address.equals("/") ? "" : address, pairs);
    }
    problems.add("URL", "after " + PREFIX + " comes // and a host name, or the word embedded");
    return new JdbcUrl(Kind.UNREADABLE, "", pairs);
  }

  private static List<Pair> pairs(String[] pieces, Problems problems) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 1; i < pieces.length; i++) {
      String piece = pieces[i];
      if (piece.isBlank()) {
        continue;
      }
      String where = "URL, property " + i;
      int equals = piece.indexOf('=');
      if (equals < 0) {
        // Not repeated: it may be the rest of a secret that has a semicolon in it.
        problems.add(where, "must be name=value; a semicolon inside a value is written %3B");
        continue;
      }
      String name = piece.substring(0, equals).strip();
      if (name.isEmpty()) {
        problems.add(where, "has no name before the =");
        continue;
      }
      try {
        pairs.add(new Pair(name, PercentEscapes.decode(piece.substring(equals + 1).strip())));
      } catch (InvalidValueException wrong) {
        String known = ConnectionProperty.find(name).map(ConnectionProperty::key).orElse("");
        problems.add(known.isEmpty() ? where : known + " (URL)", wrong.reason());
      }
    }
    return pairs;
  }
}
