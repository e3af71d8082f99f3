package dev.bricklane.config;

import dev.bricklane.config.DriverConfig.Setting;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads checked values out of what was given: each is right, or its default is returned and the
 * mistake noted. Remembers every value with its source.
 */
final class Values {
  private static final String DEFAULT = "default";
  private static final Pattern DOLLARS = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");

  private final Map<ConnectionProperty, Given> given = new EnumMap<>(ConnectionProperty.class);
  private final Map<ConnectionProperty, Setting> settings = new EnumMap<>(ConnectionProperty.class);
  private final Problems problems;

  Values(Problems problems) {
    this.problems = problems;
  }

  /** Adds a value; one that is there already stays. */
  void offer(ConnectionProperty property, Given value) {
    given.putIfAbsent(property, value);
  }

  /** Puts a value in the place of one that is there already. */
  void take(ConnectionProperty property, Given value) {
    given.put(property, value);
  }

  Optional<Given> given(ConnectionProperty property) {
    return Optional.ofNullable(given.get(property));
  }

  /** Remembers a value that was checked elsewhere. */
  void remember(ConnectionProperty property, String text, String source) {
    settings.put(property, new Setting(property, property.secret() ? Secret.MASK : text, source));
  }

  /** Returns every value, in the order of the properties. */
  List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  Optional<String> text(ConnectionProperty property) {
    return checked(property, Values::allowedText);
  }

  Optional<String> choice(ConnectionProperty property) {
    return checked(
        property,
        (p, text) -> {
          String lower = Ascii.lowerCase(text);
          if (!p.choices().contains(lower)) {
            throw new InvalidValueException("must be " + String.join(" or ", p.choices()));
          }
          return lower;
        });
  }

  boolean flag(ConnectionProperty property) {
    return checked(property, (p, text) -> String.valueOf(truth(text)))
        .map(Boolean::parseBoolean)
        .orElse(false);
  }

  int integer(ConnectionProperty property) {
    return (int) whole(property).orElse(0);
  }

  OptionalLong whole(ConnectionProperty property) {
    return checked(
            property,
            (p, text) -> {
              boolean digits =
                  text.length() <= 18 && text.chars().allMatch(c -> Ascii.isDigit((char) c));
              if (!digits || !inRange(p, Long.parseLong(text))) {
                throw new InvalidValueException(
                    "must be a whole number from " + p.min() + " to " + p.max());
              }
              return text;
            })
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  Optional<BigDecimal> dollars(ConnectionProperty property) {
    return checked(
            property,
            (p, text) -> {
              if (!DOLLARS.matcher(text).matches()
                  || new BigDecimal(text).compareTo(BigDecimal.valueOf(p.max())) > 0) {
                throw new InvalidValueException(
                    "must be US dollars from 0 to " + p.max() + ", such as 2.50");
              }
              return text;
            })
        .map(BigDecimal::new);
  }

  long size(ConnectionProperty property) {
    return checked(
            property,
            (p, text) -> {
              if (!inRange(p, Bytes.parse(text))) {
                throw new InvalidValueException(
                    "must be a size from "
                        + Bytes.format(p.min())
                        + " to "
                        + Bytes.format(p.max())
                        + ": bytes, or a whole number with KiB, MiB or GiB, such as 64MiB");
              }
              return text;
            })
        .map(Bytes::parse)
        .orElse(0L);
  }

  Optional<Path> file(ConnectionProperty property) {
    return checked(
            property,
            (p, text) -> {
              try {
                return Path.of(allowedText(p, text)).toString();
              } catch (InvalidPathException e) {
                throw new InvalidValueException("must be the path of a file");
              }
            })
        .map(Path::of);
  }

  Duration duration(ConnectionProperty property) {
    return checked(
            property,
            (p, text) -> {
              if (!inRange(p, Milliseconds.parse(text))) {
                throw new InvalidValueException(
                    "must be a duration from "
                        + Milliseconds.format(p.min())
                        + " to "
                        + Milliseconds.format(p.max())
                        + (p.zeroAllowed() ? ", or 0" : "")
                        + ": milliseconds, or a whole number with ms, s, m or h, such as 30s");
              }
              return text;
            })
        .map(text -> Duration.ofMillis(Milliseconds.parse(text)))
        .orElse(Duration.ZERO);
  }

  /** Turns a given text into the checked one, or says what is wrong with it. */
  interface Check {
    String apply(ConnectionProperty property, String text) throws InvalidValueException;
  }

  /** Returns what the check makes of the text; its answer for the default is not asked for. */
  Optional<String> checked(ConnectionProperty property, Check check) {
    Given value = given.get(property);
    if (value != null) {
      try {
        String text = check.apply(property, value.text());
        remember(property, text, value.source());
        return Optional.of(text);
      } catch (InvalidValueException wrong) {
        problems.add(property, value.source(), wrong.reason());
      }
    }
    property.defaultValue().ifPresent(text -> remember(property, text, DEFAULT));
    return property.defaultValue();
  }

  private static boolean inRange(ConnectionProperty property, long value) {
    return (value >= property.min() && value <= property.max())
        || (value == 0 && property.zeroAllowed());
  }

  private static boolean truth(String text) throws InvalidValueException {
    return switch (Ascii.lowerCase(text)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new InvalidValueException("must be true or false");
    };
  }

  static String allowedText(ConnectionProperty property, String text) throws InvalidValueException {
    switch (property.type()) {
      case WORD -> {
        if (!Ascii.isVisible(text)) {
          throw new InvalidValueException(
              "must be ASCII without spaces or control characters"
                  + (text.regionMatches(true, 0, "Bearer ", 0, 7) ? "; leave out Bearer" : ""));
        }
      }
      case ASCII -> {
        if (!Ascii.isPrintable(text)) {
          throw new InvalidValueException("must be ASCII without control characters");
        }
      }
      default -> {
        if (text.chars().anyMatch(Character::isISOControl)) {
          throw new InvalidValueException("must not have control characters");
        }
      }
    }
    return text;
  }
}
