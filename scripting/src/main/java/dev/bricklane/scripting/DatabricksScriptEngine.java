package dev.bricklane.scripting;

import groovy.lang.GroovyClassLoader;
import javax.script.Bindings;
import javax.script.ScriptEngineFactory;
import org.codehaus.groovy.jsr223.GroovyScriptEngineImpl;

/** Groovy's engine with {@code databricks} in each set of bindings that it makes. */
final class DatabricksScriptEngine extends GroovyScriptEngineImpl {
  /** The name that scripts use. */
  static final String BINDING = "databricks";

  private final ScriptEngineFactory factory;
  private final Databricks databricks = Databricks.ofEnvironment();

  DatabricksScriptEngine(ScriptEngineFactory factory) {
    super(new GroovyClassLoader(DatabricksScriptEngine.class.getClassLoader()));
    this.factory = factory;
    put(BINDING, databricks);
  }

  @Override
  public Bindings createBindings() {
    Bindings bindings = super.createBindings();
    bindings.put(BINDING, databricks);
    return bindings;
  }

  @Override
  public ScriptEngineFactory getFactory() {
    return factory;
  }
}
