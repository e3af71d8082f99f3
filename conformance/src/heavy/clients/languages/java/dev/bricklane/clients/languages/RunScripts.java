package dev.bricklane.clients.languages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;

/**
 * Evaluates each line of a file, with {@code databricks} bound to a URL, and prints what it gives.
 * Arguments: the engine's name, the URL, the file.
 */
public final class RunScripts {
  private RunScripts() {}

  public static void main(String[] arguments) throws Exception {
    ScriptEngine engine = new ScriptEngineManager().getEngineByName(arguments[0]);
    // GraalJS lets scripts call no object of Java's unless it is told to.
    engine.getBindings(ScriptContext.ENGINE_SCOPE).put("polyglot.js.allowAllAccess", true);
    try (AutoCloseable databricks = connect(arguments[1])) {
      engine.put("databricks", databricks);
      run(engine, Path.of(arguments[2]));
    }
  }

  private static void run(ScriptEngine engine, Path scripts) throws IOException {
    for (String script : Files.readAllLines(scripts)) {
      try {
        System.out.println(engine.eval(script));
      } catch (ScriptException e) {
        System.out.println("fails: " + e.getMessage().lines().findFirst().orElse(""));
      }
    }
  }

  /** As this is built without Bricklane: {@code Databricks.connect(url, properties)}. */
  private static AutoCloseable connect(String url) throws ReflectiveOperationException {
    return (AutoCloseable)
        Class.forName("dev.bricklane.scripting.Databricks")
            .getMethod("connect", CharSequence.class, Map.class)
            .invoke(null, url, Map.of("model", "embedded-responder"));
  }
}
