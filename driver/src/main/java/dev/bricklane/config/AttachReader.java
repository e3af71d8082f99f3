package dev.bricklane.config;

import dev.bricklane.config.AttachedSource.NamedSetting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what is said of attached sources, notes each mistake, and makes the sources. */
final class AttachReader {
  /** The environment variable by which the machine's owner lets URLs attach sources. */
  static final String IN_URL = "BRICKLANE_ATTACH_IN_URL";

  private static final String OURS = "bricklane";
  private static final int MOST_ROWS = 1_000_000;

  private final Problems problems;
  private final Map<String, Said> sources = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  AttachReader(Problems problems) {
    this.problems = problems;
  }

  /** What is said of one source. */
  private static final class Said {
    private final String name;
    private final Map<AttachProperty, Given> values = new EnumMap<>(AttachProperty.class);
    private final Map<String, Given> properties = new HashMap<>();

    Said(String name) {
      this.name = name;
    }
  }

  /** Takes one property; one that was taken before stays. */
  void take(String name, Given value) {
    String rest = name.substring(AttachProperty.PREFIX.length());
    int point = rest.indexOf('.');
    String source = (point < 0 ? rest : rest.substring(0, point)).strip();
    String after = point < 0 ? "" : rest.substring(point + 1).strip();
    String where = "attach (" + value.source() + ")";
    if (source.isEmpty() || source.chars().anyMatch(c -> Character.isISOControl(c) || c == '"')) {
      problems.add(where, "wants a name after the point, as in attach.crm");
      return;
    }
    if (source.startsWith("<")) {
      problems.add(where, "wants a name of your own in the place of " + "<name>");
      return;
    }
    Optional<AttachProperty> property = AttachProperty.find(after);
    if (property.isEmpty() || after.equalsIgnoreCase("property.")) {
      problems.add(
          where,
          "has a property of an unknown name; there are user, password, driver, schema, fetchSize,"
              + " connectTimeout, and property. with the name of a property of the source's driver");
      return;
    }
    Said said = sources.computeIfAbsent(source, Said::new);
    if (property.get() == AttachProperty.PROPERTY) {
      said.properties.putIfAbsent(after.substring("property.".length()), value);
    } else {
      said.values.putIfAbsent(property.get(), value);
    }
  }

  /**
   * Returns the sources, sorted by name.
   *
   * @param drivers the folder with jars of drivers
   */
  List<AttachedSource> read(Optional<Path> drivers) {
    List<AttachedSource> read = new ArrayList<>();
    for (Said said : sources.values()) {
      Given url = said.values.get(AttachProperty.URL);
      if (said.name.equalsIgnoreCase(OURS)) {
        problems.add("attach." + said.name, "is the name of Bricklane's own catalog; take another");
      } else if (url == null) {
        problems.add(
            AttachProperty.URL.key(shown(said.name)), "is missing, though more is said of it");
      } else if (!url.text().regionMatches(true, 0, "jdbc:", 0, 5)
          && !url.text().regionMatches(true, 0, AttachedSource.FILE, 0, 5)) {
        problems.add(
            where(said, AttachProperty.URL, url), "must begin with jdbc: or with file: and a path");
      } else {
        read.add(source(said, url, drivers));
      }
    }
    return read;
  }

  private AttachedSource source(Said said, Given url, Optional<Path> drivers) {
    Map<String, Secret> properties = new TreeMap<>();
    said.properties.forEach((key, value) -> properties.put(key, new Secret(value.text())));
    return new AttachedSource(
        said.name,
        url.text(),
        text(said, AttachProperty.USER),
        text(said, AttachProperty.PASSWORD).map(Secret::new),
        text(said, AttachProperty.DRIVER),
        drivers,
        text(said, AttachProperty.SCHEMA),
        fetchSize(said),
        timeout(said),
        properties,
        settings(said));
  }

  private static Optional<String> text(Said said, AttachProperty property) {
    return Optional.ofNullable(said.values.get(property)).map(Given::text);
  }

  private int fetchSize(Said said) {
    Given given = said.values.get(AttachProperty.FETCH_SIZE);
    if (given == null) {
      return AttachedSource.FETCH_SIZE;
    }
    if (!given.text().matches("[0-9]{1,7}")
        || Integer.parseInt(given.text()) < 1
        || Integer.parseInt(given.text()) > MOST_ROWS) {
      problems.add(
          where(said, AttachProperty.FETCH_SIZE, given),
          "must be a whole number from 1 to " + MOST_ROWS);
      return AttachedSource.FETCH_SIZE;
    }
    return Integer.parseInt(given.text());
  }

  private Duration timeout(Said said) {
    Given given = said.values.get(AttachProperty.CONNECT_TIMEOUT);
    if (given == null) {
      return AttachedSource.CONNECT_TIMEOUT;
    }
    long milliseconds = Milliseconds.parse(given.text());
    if (milliseconds >= 100 && milliseconds <= Milliseconds.HOUR) {
      return Duration.ofMillis(milliseconds);
    }
    problems.add(
        where(said, AttachProperty.CONNECT_TIMEOUT, given),
        "must be a duration from 100ms to 1h: milliseconds, or a whole number with ms, s, m or h");
    return AttachedSource.CONNECT_TIMEOUT;
  }

  private static List<NamedSetting> settings(Said said) {
    List<NamedSetting> settings = new ArrayList<>();
    said.values.forEach((property, given) -> {
      String value = property == AttachProperty.URL ? SourceUrl.masked(given.text()) : given.text();
      settings.add(
          new NamedSetting(
              property.key(said.name),
              property.secret() ? Secret.MASK : value,
              given.source(),
              property.description()));
    });
    new TreeMap<>(said.properties)
        .forEach((key, given) ->
            settings.add(
                new NamedSetting(
                    AttachProperty.PROPERTY.key(said.name).replace("<key>", key),
                    Secret.MASK,
                    given.source(),
                    AttachProperty.PROPERTY.description())));
    return settings;
  }

  private static String where(Said said, AttachProperty property, Given given) {
    return property.key(shown(said.name)) + " (" + given.source() + ")";
  }

  private static String shown(String name) {
    return PropertyNames.looksLikeName(name) ? name : "…";
  }

  /** Reads the folder of drivers. */
  static Optional<Path> drivers(Values values) {
    return values
        .checked(
            ConnectionProperty.ATTACH_DRIVERS,
            (property, text) -> {
              String path = Values.allowedText(property, text);
              try {
                return Path.of(path).toString();
              } catch (InvalidPathException e) {
                throw new InvalidValueException("must be the path of a folder");
              }
            })
        .map(Path::of);
  }
}
