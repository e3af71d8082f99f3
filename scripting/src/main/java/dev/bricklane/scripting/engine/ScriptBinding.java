package dev.bricklane.scripting.engine;

import groovy.lang.Binding;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.io.PrintWriter;
import java.io.Writer;
import javax.script.ScriptContext;
import org.jspecify.annotations.Nullable;

/**
 * A script's variables: the attributes of its context in all scopes, and where those lack them
 * {@code databricks}, {@code out} (the context's writer) and {@code context}. Nothing is put into
 * the context's own maps.
 *
 * <p>As safe for threads as the context, to which this class lets one thread at a time.
 */
final class ScriptBinding extends Binding {
  private final ScriptContext context;
  private final DatabricksScriptEngine engine;

  ScriptBinding(ScriptContext context, DatabricksScriptEngine engine) {
    super(context.getBindings(ScriptContext.ENGINE_SCOPE));
    this.context = context;
    this.engine = engine;
  }

  @Override
  public @Nullable Object getVariable(String name) {
    synchronized (context) {
      int scope = context.getAttributesScope(name);
      if (scope != -1) {
        return context.getAttribute(name, scope);
      }
    }
    Object offered = offered(name);
    if (offered == null) {
      throw new MissingPropertyException(name, getClass());
    }
    return offered;
  }

  @Override
  public boolean hasVariable(String name) {
    synchronized (context) {
      if (context.getAttributesScope(name) != -1) {
        return true;
      }
    }
    return name.equals(DatabricksScriptEngine.BINDING) || offered(name) != null;
  }

  @Override
  public void setVariable(String name, @Nullable Object value) {
    synchronized (context) {
      int scope = context.getAttributesScope(name);
      context.setAttribute(name, value, scope == -1 ? ScriptContext.ENGINE_SCOPE : scope);
    }
  }

  @Override
  public void removeVariable(String name) {
    synchronized (context) {
      context.removeAttribute(name, ScriptContext.ENGINE_SCOPE);
    }
  }

  /** Returns the earlier script of the engine that declared a function, or null. */
  @Nullable Script function(String name) {
    return engine.function(name);
  }

  private @Nullable Object offered(String name) {
    return switch (name) {
      case DatabricksScriptEngine.BINDING -> engine.databricks();
      case "context" -> context;
      case "out" -> {
        Writer writer = context.getWriter();
        yield writer == null || writer instanceof PrintWriter
            ? writer
            : new PrintWriter(writer, true);
      }
      default -> null;
    };
  }
}
