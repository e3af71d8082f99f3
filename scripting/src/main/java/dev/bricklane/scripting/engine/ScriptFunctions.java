package dev.bricklane.scripting.engine;

import groovy.lang.GroovyObjectSupport;
import groovy.lang.Script;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the scripts of one engine have declared: by name, the script that declared it
 * last. Keeps those scripts and their variables. Thread-safe.
 */
final class ScriptFunctions {
  /** Not a person's: a script's own body, and what every class brings. */
  private static final Set<Class<?>> BASES =
      Set.of(EngineScript.class, Script.class, GroovyObjectSupport.class, Object.class);

  private final Map<String, Script> declared = new ConcurrentHashMap<>();

  /** Adds what the script declares. */
  void declare(Script script) {
    for (Method method : script.getClass().getMethods()) {
      if (!BASES.contains(method.getDeclaringClass()) && isFunction(method)) {
        declared.put(method.getName(), script);
      }
    }
  }

  /** Returns the script that declared the function, or null. */
  @Nullable Script find(String name) {
    return declared.get(name);
  }

  void clear() {
    declared.clear();
  }

  private static boolean isFunction(Method method) {
    String name = method.getName();
    boolean body = name.equals("run") && method.getParameterCount() == 0;
    boolean start = name.equals("main") && Modifier.isStatic(method.getModifiers());
    return !body && !start && !method.isSynthetic() && !name.contains("$");
  }
}
