package dev.bricklane.http;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The wait that a service asks for: the header {@code Retry-After} in seconds or as an HTTP date,
 * or the field {@code retry_after} that the limits page of the Foundation Model APIs shows in the
 * body of a 429.
 */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
  private static final Pattern FIELD =
      Pattern.compile("\"retry_after\"\\s*:\\s*\"?(\\d{1,9}(?:\\.\\d{1,9})?)\"?\\s*[,}]");
  private static final int LARGEST_ERROR_BODY = 64 * 1024;

  private RetryAfter() {}

  /** Returns it, or null if the service asks for none. */
  public static @Nullable Duration of(HttpReply reply, Instant now) {
    String header = reply.header("Retry-After");
    Duration wait = header == null ? null : parse(header.trim(), now);
    if (wait == null && reply.status() == 429 && reply.body().length <= LARGEST_ERROR_BODY) {
      Matcher field = FIELD.matcher(reply.text());
      wait = field.find() ? seconds(field.group(1)) : null;
    }
    return wait;
  }

  private static @Nullable Duration parse(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return seconds(header);
    }
    try {
      Instant at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis(
        new BigDecimal(text).movePointRight(3).setScale(0, RoundingMode.CEILING).longValue());
  }
}
