package dev.bricklane.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The text of a {@code .databrickscfg}: sections of {@code key = value} or {@code key: value},
 * comments on lines of their own that begin with {@code ;} or {@code #}. Keys have no case,
 * sections have. A key or section written again adds to the first, the last value counting. No
 * section inherits from another.
 */
final class ProfileFile {
  static final String DEFAULT = "DEFAULT";

  /** The section that holds no profile, but the name of the default one. */
  static final String SETTINGS = "__settings__";

  private final Map<String, Section> sections;

  private ProfileFile(Map<String, Section> sections) {
    this.sections = sections;
  }

  /** One section, with the numbers of the lines in it that are none of INI's. */
  private record Section(Map<String, String> keys, List<Integer> wrongLines) {
    Section() {
      this(new HashMap<>(), new ArrayList<>());
    }
  }

  static ProfileFile parse(String text) {
    Map<String, Section> sections = new LinkedHashMap<>();
    // What stands before the first section belongs to none.
    Section current = new Section();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String raw =
          i == 0 && lines.get(0).startsWith("\uFEFF") ? lines.get(0).substring(1) : lines.get(i);
      String line = raw.strip();
      int delimiter = delimiter(line);
      if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        String name = line.substring(1, line.length() - 1).strip();
        current = sections.computeIfAbsent(name, ignored -> new Section());
      } else if (delimiter > 0) {
        String key = Ascii.lowerCase(line.substring(0, delimiter).strip());
        current.keys().put(key, line.substring(delimiter + 1).strip());
      } else {
        current.wrongLines().add(i + 1);
      }
    }
    return new ProfileFile(sections);
  }

  /** Returns the name of the profile to use when nobody named one. */
  Optional<String> defaultProfile() {
    Section settings = sections.get(SETTINGS);
    return settings == null
        ? Optional.empty()
        : Optional.ofNullable(settings.keys().get("default_profile"))
            .filter(name -> !name.isEmpty());
  }

  boolean has(String profile) {
    return sections.containsKey(profile) && !profile.equals(SETTINGS);
  }

  /** Returns the names of the profiles, sorted. */
  Set<String> profiles() {
    Set<String> names = new TreeSet<>(sections.keySet());
    names.remove(SETTINGS);
    return names;
  }

  /** Returns the numbers of the profile's lines, from 1, that are neither key nor comment. */
  List<Integer> wrongLines(String profile) {
    Section section = sections.get(profile);
    return section == null ? List.of() : List.copyOf(section.wrongLines());
  }

  /** Returns what the profile gives. */
  Map<ConnectionProperty, Given> values(String profile) {
    Map<ConnectionProperty, Given> values = new EnumMap<>(ConnectionProperty.class);
    Section section = sections.getOrDefault(profile, new Section());
    for (ConnectionProperty property : ConnectionProperty.values()) {
      property
          .profileKey()
          .map(section.keys()::get)
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> values.put(property, new Given(text, "profile " + profile)));
    }
    return values;
  }

  /** Returns where the first {@code =} or {@code :} is, or -1. */
  private static int delimiter(String line) {
    int equals = line.indexOf('=');
    int colon = line.indexOf(':');
    if (equals < 0 || colon < 0) {
      return Math.max(equals, colon);
    }
    return Math.min(equals, colon);
  }
}
