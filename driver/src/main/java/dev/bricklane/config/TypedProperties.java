package dev.bricklane.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what the user typed, in the URL and in {@link Properties}, as one layer. */
final class TypedProperties {
  static final String URL = "URL";
  static final String PROPERTIES = "Properties";

  private final Problems problems;
  private final Map<ConnectionProperty, Given> fromUrl = new EnumMap<>(ConnectionProperty.class);
  private final Map<ConnectionProperty, Given> fromInfo = new EnumMap<>(ConnectionProperty.class);

  private final Map<ConnectionProperty, Given> translated = new EnumMap<>(ConnectionProperty.class);
  private final Set<String> ignored = new LinkedHashSet<>();
  private final List<ForeignHeader> headers = new ArrayList<>();
  private final Map<String, Given> attachedByUrl = new LinkedHashMap<>();
  private final Map<String, Given> attachedByInfo = new LinkedHashMap<>();

  private TypedProperties(Problems problems) {
    this.problems = problems;
  }

  static TypedProperties read(JdbcUrl url, @Nullable Properties info, Problems problems) {
    TypedProperties typed = new TypedProperties(problems);
    typed.readUrl(url);
    if (info != null) {
      typed.readInfo(info);
    }
    return typed;
  }

  /** Returns what was typed, the URL before the properties. */
  Layer layer() {
    Map<ConnectionProperty, Given> both = new EnumMap<>(ConnectionProperty.class);
    both.putAll(fromInfo);
    both.putAll(fromUrl);
    translated.forEach(both::putIfAbsent);
    AuthMech.say(both, problems);
    return Layer.typed(both);
  }

  /** Returns a sentence for each property that other drivers know, and that means nothing here. */
  List<String> ignored() {
    return List.copyOf(ignored);
  }

  /** Returns the headers that are given in databricks-jdbc's words, those of the URL first. */
  List<ForeignHeader> headers() {
    return List.copyOf(headers);
  }

  /** Returns whether the URL attaches a source, or says something of one. */
  boolean attachesByUrl() {
    return !attachedByUrl.isEmpty();
  }

  /**
   * Has a reader take what is said of attached sources, that of the URL first.
   *
   * @param urlMay whether the URL may say something of them
   */
  void attached(AttachReader reader, boolean urlMay) {
    attachedByUrl.forEach((name, value) -> {
      boolean driver = name.toLowerCase(Locale.ROOT).endsWith(".driver");
      if (urlMay && !driver) {
        reader.take(name, value);
      } else {
        problems.add(
            "attach (URL)",
            "may not stand in a URL, which may come from a stranger; give it as a property of the"
                + " connection"
                + (driver
                    ? ""
                    : ", or set the environment variable " + AttachReader.IN_URL + "=true"));
      }
    });
    attachedByInfo.forEach(reader::take);
  }

  private void readUrl(JdbcUrl url) {
    Set<ConnectionProperty> seen = new HashSet<>();
    if (!url.address().isBlank()) {
      seen.add(ConnectionProperty.HOST);
      fromUrl.put(ConnectionProperty.HOST, new Given(url.address().strip(), URL));
    }
    List<JdbcUrl.Pair> pairs = url.pairs();
    for (int i = 0; i < pairs.size(); i++) {
      JdbcUrl.Pair pair = pairs.get(i);
      if (AttachProperty.accepts(pair.name())) {
        attach(attachedByUrl, pair.name(), pair.value(), URL);
        continue;
      }
      Optional<ConnectionProperty> property = ConnectionProperty.find(pair.name());
      if (property.isEmpty() && foreign(pair.name(), pair.value(), URL)) {
        continue;
      }
      if (property.isEmpty()) {
        // After a secret, an unknown name may be the rest of the secret, cut off at a semicolon.
        boolean afterSecret = i > 0 && PropertyNames.meansSecret(pairs.get(i - 1).name());
        unknown(pair.name(), URL, !afterSecret);
      } else if (!seen.add(property.get())) {
        problems.add(property.get(), URL, "is given twice");
      } else if (!property.get().mayStandInUrl()) {
        problems.add(
            property.get(),
            URL,
            "may not stand in a URL, which may come from a stranger; give it as a property of the"
                + " connection");
      } else if (!pair.value().isEmpty()) {
        fromUrl.put(property.get(), new Given(pair.value(), URL));
      }
    }
  }

  private void readInfo(Properties info) {
    // Objects other than texts are not among the property names, but tools put numbers there.
    Set<String> names = new TreeSet<>(info.stringPropertyNames());
    for (Object name : info.keySet()) {
      if (name instanceof String text) {
        names.add(text);
      } else {
        problems.add(PROPERTIES, "hold a name that is not text");
      }
    }
    for (String name : names) {
      Object value = info.containsKey(name) ? info.get(name) : info.getProperty(name);
      if (AttachProperty.accepts(name.strip())) {
        attach(attachedByInfo, name.strip(), String.valueOf(value), PROPERTIES);
        continue;
      }
      Optional<ConnectionProperty> property = ConnectionProperty.find(name.strip());
      if (property.isEmpty() && foreign(name.strip(), String.valueOf(value), PROPERTIES)) {
        continue;
      }
      if (property.isEmpty()) {
        unknown(name.strip(), PROPERTIES, true);
      } else {
        readInfo(property.get(), value);
      }
    }
  }

  private void readInfo(ConnectionProperty property, @Nullable Object value) {
    if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
      problems.add(property, PROPERTIES, "must be text, a number or a boolean");
      return;
    }
    String text = value.toString().strip();
    if (text.isEmpty()) {
      return;
    }
    if (fromInfo.containsKey(property)) {
      problems.add(property, PROPERTIES, "is given twice, under two of its names");
    } else {
      fromInfo.put(property, new Given(text, PROPERTIES));
    }
  }

  private void attach(Map<String, Given> attached, String name, String value, String source) {
    if (value.isBlank()) {
      return;
    }
    Given given = new Given(value.strip(), source);
    if (attached.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      problems.add("attach (" + source + ")", "is given twice for one name");
    } else {
      attached.put(name, given);
    }
  }

  /** Returns whether it is another driver's property, which is taken for ours or passed over. */
  private boolean foreign(String name, String value, String source) {
    Optional<String> header = ForeignHeader.nameIn(name);
    if (header.isPresent()) {
      if (!value.isBlank()) {
        headers.add(new ForeignHeader(header.get(), value.strip(), source));
      }
      return true;
    }
    Optional<ForeignProperty> known = ForeignProperty.find(name);
    if (known.isPresent() && !value.isBlank()) {
      Optional<ForeignProperty.Translation> ours =
          known
              .get()
              .translation(value.strip())
              .filter(said -> said.mayComeFromUrl() || !source.equals(URL));
      ours.ifPresent(t ->
          translated.putIfAbsent(
              t.property(), new Given(t.text(), source + ", as " + known.get().key())));
      if (ours.isEmpty() && !known.get().isGrantedBy(value.strip())) {
        ignored.add(known.get().key() + " (" + source + ") is ignored: " + known.get().reason());
      }
    }
    return known.isPresent();
  }

  private void unknown(String name, String source, boolean mayShow) {
    Optional<String> nearest = PropertyNames.nearest(name);
    boolean show = mayShow && PropertyNames.looksLikeName(name);
    problems.add(
        show ? name + " (" + source + ")" : source,
        (show ? "is not a property" : "holds a property of an unknown name")
            + nearest.map(known -> "; did you mean " + known + "?").orElse("")
            + (mayShow ? "" : "; a semicolon inside a value is written %3B"));
  }
}
