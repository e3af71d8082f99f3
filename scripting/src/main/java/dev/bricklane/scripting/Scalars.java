package dev.bricklane.scripting;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of single values, by the classes that scripts name. */
final class Scalars {
  private static final Map<Class<?>, Shape> SHAPES =
      Map.ofEntries(
          text(String.class, value -> value),
          text(CharSequence.class, value -> value),
          whole(Integer.class, true, BigDecimal::intValueExact),
          whole(int.class, false, BigDecimal::intValueExact),
          whole(Long.class, true, BigDecimal::longValueExact),
          whole(long.class, false, BigDecimal::longValueExact),
          whole(Short.class, true, BigDecimal::shortValueExact),
          whole(short.class, false, BigDecimal::shortValueExact),
          whole(BigInteger.class, true, BigDecimal::toBigIntegerExact),
          decimal(BigDecimal.class, true, number -> number),
          decimal(Number.class, true, number -> number),
          decimal(Double.class, true, BigDecimal::doubleValue),
          decimal(double.class, false, BigDecimal::doubleValue),
          decimal(Float.class, true, BigDecimal::floatValue),
          decimal(float.class, false, BigDecimal::floatValue),
          truth(Boolean.class, true),
          truth(boolean.class, false),
          time(LocalDate.class, "date", "a date, such as 2026-01-31", LocalDate::parse),
          time(LocalTime.class, "time", "a time, such as 18:30:00", LocalTime::parse),
          time(
              LocalDateTime.class,
              "date-time",
              "a date and time, such as 2026-01-31T18:30:00",
              Scalars::localDateTime),
          time(
              OffsetDateTime.class,
              "date-time",
              "a date and time with an offset, such as 2026-01-31T18:30:00+01:00",
              OffsetDateTime::parse),
          time(
              ZonedDateTime.class,
              "date-time",
              "a date and time with an offset, such as 2026-01-31T18:30:00+01:00",
              ZonedDateTime::parse),
          time(
              Instant.class,
              "date-time",
              "a date and time with an offset, such as 2026-01-31T18:30:00Z",
              value -> OffsetDateTime.parse(value).toInstant()),
          time(
              Date.class,
              "date-time",
              "a date and time with an offset, such as 2026-01-31T18:30:00Z",
              value -> Date.from(OffsetDateTime.parse(value).toInstant())),
          Map.entry(
              UUID.class,
              new Shape.Scalar(
                  Map.of("type", "string"), "a UUID", true, ofText(UUID::fromString))));

  private Scalars() {}

  /** Returns the kind of a class; null if it is not that of a single value. */
  static @Nullable Shape of(Class<?> type) {
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      List<String> names =
          Arrays.stream(Objects.requireNonNull(constants))
              .map(constant -> ((Enum<?>) constant).name())
              .toList();
      return choice(names, name -> constants[names.indexOf(name)]);
    }
    return SHAPES.get(type);
  }

  /** Returns the kind of a text that is one of several. */
  static Shape choice(List<String> texts, Function<String, Object> reading) {
    return new Shape.Scalar(
        Map.of("type", "string", "enum", texts),
        "one of " + String.join(", ", texts),
        true,
        ofText(text -> texts.contains(text) ? reading.apply(text) : null));
  }

  private static Function<Object, @Nullable Object> ofText(
      Function<String, @Nullable Object> reading) {
    return json -> json instanceof String text ? reading.apply(text) : null;
  }

  private static Map.Entry<Class<?>, Shape> text(Class<?> type, Function<String, Object> reading) {
    return Map.entry(
        type, new Shape.Scalar(Map.of("type", "string"), "a text", true, ofText(reading::apply)));
  }

  private static Map.Entry<Class<?>, Shape> whole(
      Class<?> type, boolean mayBeNull, Function<BigDecimal, Object> reading) {
    return Map.entry(
        type,
        new Shape.Scalar(
            Map.of("type", "integer"), "a whole number", mayBeNull, ofNumber(reading)));
  }

  private static Map.Entry<Class<?>, Shape> decimal(
      Class<?> type, boolean mayBeNull, Function<BigDecimal, Object> reading) {
    return Map.entry(
        type, new Shape.Scalar(Map.of("type", "number"), "a number", mayBeNull, ofNumber(reading)));
  }

  private static Function<Object, @Nullable Object> ofNumber(Function<BigDecimal, Object> reading) {
    return json -> {
      BigDecimal number = Shape.number(json);
      return number == null ? null : reading.apply(number);
    };
  }

  private static Map.Entry<Class<?>, Shape> truth(Class<?> type, boolean mayBeNull) {
    return Map.entry(
        type,
        new Shape.Scalar(
            Map.of("type", "boolean"),
            "true or false",
            mayBeNull,
            json -> json instanceof Boolean ? json : null));
  }

  private static Map.Entry<Class<?>, Shape> time(
      Class<?> type, String format, String words, Function<String, Object> reading) {
    // In words too: not every service knows formats.
    return Map.entry(
        type,
        new Shape.Scalar(
            Map.of("type", "string", "format", format, "description", words),
            words,
            true,
            ofText(reading::apply)));
  }

  private static LocalDateTime localDateTime(String text) {
    return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
        ? OffsetDateTime.parse(text).toLocalDateTime()
        : LocalDateTime.parse(text);
  }
}
