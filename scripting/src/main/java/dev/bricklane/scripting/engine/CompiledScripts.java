package dev.bricklane.scripting.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that an engine has compiled, by text and file name: the {@value #KEPT} used last. One
 * that several threads ask for is compiled once. Thread-safe.
 */
final class CompiledScripts {
  static final int KEPT = 256;

  private final ScriptClassLoader loader;
  private final AtomicLong nameless = new AtomicLong();
  private final Map<Source, Compiled> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Compiled> eldest) {
          return size() > KEPT;
        }
      };

  CompiledScripts(ScriptClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Returns a script's class.
   *
   * @param fileName what the host calls the script, or null
   * @throws org.codehaus.groovy.control.CompilationFailedException when it is not Groovy
   */
  Class<?> get(String text, @Nullable String fileName) {
    Source source = new Source(text, fileName);
    Compiled found;
    synchronized (compiled) {
      found = compiled.computeIfAbsent(source, missing -> new Compiled());
    }
    synchronized (found) {
      if (found.type == null) {
        String name =
            fileName == null ? "Script" + nameless.incrementAndGet() + ".groovy" : fileName;
        found.type = loader.parseClass(text, name);
      }
      return found.type;
    }
  }

  void clear() {
    synchronized (compiled) {
      compiled.clear();
    }
  }

  private record Source(String text, @Nullable String fileName) {}

  private static final class Compiled {
    private @Nullable Class<?> type;
  }
}
