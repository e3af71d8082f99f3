package dev.bricklane.scripting;

import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import org.codehaus.groovy.jsr223.GroovyScriptEngineFactory;

/**
 * Makes Groovy engines in which {@code databricks} is bound; found by the names {@code databricks}
 * and {@code bricklane}. Thread-safe.
 */
public final class DatabricksScriptEngineFactory implements ScriptEngineFactory {
  private final GroovyScriptEngineFactory groovy = new GroovyScriptEngineFactory();

  @Override
  public String getEngineName() {
    return "Bricklane";
  }

  @Override
  public String getEngineVersion() {
    String version = DatabricksScriptEngineFactory.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public List<String> getExtensions() {
    return List.of("bricklane.groovy");
  }

  @Override
  public List<String> getMimeTypes() {
    return List.of("application/x-bricklane-groovy");
  }

  @Override
  public List<String> getNames() {
    return List.of("databricks", "bricklane");
  }

  @Override
  public String getLanguageName() {
    return groovy.getLanguageName();
  }

  @Override
  public String getLanguageVersion() {
    return groovy.getLanguageVersion();
  }

  @Override
  public Object getParameter(String key) {
    return switch (key) {
      case ScriptEngine.ENGINE -> getEngineName();
      case ScriptEngine.ENGINE_VERSION -> getEngineVersion();
      case ScriptEngine.NAME -> "databricks";
      default -> groovy.getParameter(key);
    };
  }

  @Override
  public String getMethodCallSyntax(String object, String method, String... arguments) {
    return groovy.getMethodCallSyntax(object, method, arguments);
  }

  @Override
  public String getOutputStatement(String toDisplay) {
    return groovy.getOutputStatement(toDisplay);
  }

  @Override
  public String getProgram(String... statements) {
    return groovy.getProgram(statements);
  }

  @Override
  public ScriptEngine getScriptEngine() {
    return new DatabricksScriptEngine(this);
  }
}
