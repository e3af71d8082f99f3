package dev.bricklane.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a token of the Databricks CLI ends, in the two ways in which it is written: RFC 3339 with an
 * offset or {@code Z}, or {@code yyyy-MM-dd HH:mm:ss} in local time; either with up to nine digits
 * of a second's fraction.
 */
final class ExpiryText {
  private static final Pattern LOCAL =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?");
  private static final Pattern WITH_OFFSET =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private ExpiryText() {}

  /** Returns the time, or empty if the text is neither. */
  static Optional<Instant> parse(String text, ZoneId zone) {
    try {
      if (WITH_OFFSET.matcher(text).matches()) {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      }
      if (LOCAL.matcher(text).matches()) {
        return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant());
      }
    } catch (DateTimeException e) {
      // Such as the 31st of June.
    }
    return Optional.empty();
  }
}
