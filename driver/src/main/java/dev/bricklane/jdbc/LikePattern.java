package dev.bricklane.jdbc;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A search pattern of metadata: {@code %} and {@code _} stand for any characters, {@code \} before
 * one takes its meaning away. Case does not count, as in SQL's names.
 */
final class LikePattern implements Predicate<String> {
  private final @Nullable Pattern pattern;

  private LikePattern(@Nullable Pattern pattern) {
    this.pattern = pattern;
  }

  /** Makes a pattern; null matches all. */
  static LikePattern of(@Nullable String like) {
    return new LikePattern(like == null ? null : compile(like));
  }

  private static Pattern compile(String like) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        regex.append(Pattern.quote(String.valueOf(like.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
        regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  @Override
  public boolean test(String name) {
    return pattern == null || pattern.matcher(name).matches();
  }
}
