package dev.bricklane.sql;

import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.config.CalciteSystemProperty;

/**
 * Makes Calcite read text as UTF-8.
 *
 * <p>Calcite's default character set is ISO-8859-1, which refuses most of the world's prompts, and
 * it can be changed by system properties alone, read once when {@link CalciteSystemProperty} is
 * loaded. So they are set for the moment of loading and put back as they were. Another copy of
 * Calcite in the process is not touched.
 */
final class CalciteSettings {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "calcite.default.charset", "UTF-8",
          "calcite.default.nationalcharset", "UTF-8",
          "calcite.default.collation.name", "UTF-8$en_US");

  static {
    load();
  }

  private CalciteSettings() {}

  /**
   * Loads Calcite's settings if this has not been done; to be called before any other use of
   * Calcite.
   */
  static void ensureLoaded() {
    // The static initializer does the work, once.
  }

  private static void load() {
    Map<String, String> before = new TreeMap<>();
    SETTINGS.forEach((name, value) -> {
      String old = System.setProperty(name, value);
      if (old != null) {
        before.put(name, old);
      }
    });
    try {
      CalciteSystemProperty.DEFAULT_CHARSET.value();
    } finally {
      SETTINGS
          .keySet()
          .forEach(name -> {
            String old = before.get(name);
            if (old == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, old);
            }
          });
    }
  }
}
