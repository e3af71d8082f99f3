package dev.bricklane.scripting.engine;

import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/** A script that is compiled; each evaluation has an instance of its own. Thread-safe. */
final class CompiledGroovy extends CompiledScript {
  private final DatabricksScriptEngine engine;
  private final Class<?> type;

  CompiledGroovy(DatabricksScriptEngine engine, Class<?> type) {
    this.engine = engine;
    this.type = type;
  }

  @Override
  public @Nullable Object eval(ScriptContext context) throws ScriptException {
    return engine.run(type, context);
  }

  @Override
  public ScriptEngine getEngine() {
    return engine;
  }
}
