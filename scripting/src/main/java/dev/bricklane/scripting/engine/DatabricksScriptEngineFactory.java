package dev.bricklane.scripting.engine;

import groovy.lang.GroovySystem;
import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes Groovy engines in which {@code databricks} is bound; {@link
 * javax.script.ScriptEngineManager} finds it by the names {@code databricks} and {@code bricklane},
 * by the extension {@code bricklane.groovy} and by the mime type {@code
 * application/x-bricklane-groovy}.
 *
 * <p>Making one reads no file, opens no connection and starts no thread. Thread-safe.
 */
public final class DatabricksScriptEngineFactory implements ScriptEngineFactory {
  private static final String NAME = "databricks";

  /** Makes a factory; {@link java.util.ServiceLoader} calls this. */
  public DatabricksScriptEngineFactory() {}

  /** Returns {@code Bricklane}. */
  @Override
  public String getEngineName() {
    return "Bricklane";
  }

  /** Returns the version that the jar's manifest tells, {@code development} outside of a jar. */
  @Override
  public String getEngineVersion() {
    String version = DatabricksScriptEngineFactory.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Returns {@code bricklane.groovy}. A manager compares whole extensions: a host that takes what
   * follows the last dot asks for {@code groovy} and gets Groovy's own engine.
   */
  @Override
  public List<String> getExtensions() {
    return List.of("bricklane.groovy");
  }

  /** Returns {@code application/x-bricklane-groovy}. */
  @Override
  public List<String> getMimeTypes() {
    return List.of("application/x-bricklane-groovy");
  }

  /** Returns {@code databricks} and {@code bricklane}. */
  @Override
  public List<String> getNames() {
    return List.of(NAME, "bricklane");
  }

  /** Returns {@code Groovy}. */
  @Override
  public String getLanguageName() {
    return "Groovy";
  }

  /** Returns the version of the Groovy that runs the scripts. */
  @Override
  public String getLanguageVersion() {
    return GroovySystem.getVersion();
  }

  /**
   * Returns a fact about the engine. {@code THREADING} is {@code MULTITHREADED}: threads may share
   * an engine, and scripts run at once; they see each other's variables where they share bindings.
   *
   * @param key one of {@link ScriptEngine}'s keys or {@code THREADING}
   * @return null for other keys
   */
  @Override
  public @Nullable Object getParameter(String key) {
    return switch (key) {
      case ScriptEngine.ENGINE -> getEngineName();
      case ScriptEngine.ENGINE_VERSION -> getEngineVersion();
      case ScriptEngine.NAME -> NAME;
      case ScriptEngine.LANGUAGE -> getLanguageName();
      case ScriptEngine.LANGUAGE_VERSION -> getLanguageVersion();
      case "THREADING" -> "MULTITHREADED";
      default -> null;
    };
  }

  /** Returns a call as Groovy writes it: {@code object.method(a, b)}. */
  @Override
  public String getMethodCallSyntax(String object, String method, String... arguments) {
    return object + "." + method + "(" + String.join(", ", arguments) + ")";
  }

  /** Returns a statement that prints the text as it is; {@code $} in it means nothing. */
  @Override
  public String getOutputStatement(String toDisplay) {
    String text =
        toDisplay
            .replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
    return "println('" + text + "')";
  }

  /** Returns the statements, each on a line of its own. */
  @Override
  public String getProgram(String... statements) {
    return statements.length == 0 ? "" : String.join("\n", statements) + "\n";
  }

  /** Makes an engine, which shares nothing with the others. */
  @Override
  public ScriptEngine getScriptEngine() {
    return new DatabricksScriptEngine(this);
  }
}
