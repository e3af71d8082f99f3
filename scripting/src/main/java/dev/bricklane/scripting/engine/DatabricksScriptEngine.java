package dev.bricklane.scripting.engine;

import dev.bricklane.scripting.Databricks;
import groovy.lang.Script;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.Supplier;
import javax.script.AbstractScriptEngine;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jspecify.annotations.Nullable;

/**
 * Groovy, in which {@code databricks} is bound: every script sees it, whatever bindings or context
 * the host gives, unless the host or the script has put its own. Nothing is connected before it is
 * used first, and the engine's bindings do not show it; {@link #get get("databricks")} returns it.
 *
 * <p>Scripts find {@code out}, the context's writer, and {@code context}; a function that a script
 * declares can be called by later scripts of the engine and by {@link #invokeFunction}. A text is
 * compiled once for each {@link ScriptEngine#FILENAME}, under which its errors are reported.
 * Whatever a script throws arrives as a {@link ScriptException} with its message, file and line,
 * and with the thrown object as cause.
 *
 * <p>Thread-safe: threads may share an engine and its compiled scripts. An engine that is dropped
 * without {@link #close} leaves nothing behind.
 */
public final class DatabricksScriptEngine extends AbstractScriptEngine
    implements Compilable, Invocable, AutoCloseable {
  /** The name that scripts use. */
  static final String BINDING = "databricks";

  private final ScriptEngineFactory factory;
  private final Supplier<Databricks> connect;
  private final ScriptClassLoader loader = new ScriptClassLoader();
  private final CompiledScripts scripts = new CompiledScripts(loader);
  private final ScriptFunctions functions = new ScriptFunctions();
  private final ScriptFailures failures = new ScriptFailures(loader);
  private final ScriptCalls calls = new ScriptCalls(functions, failures);
  private final Object lock = new Object();
  private @Nullable Databricks databricks;
  private volatile boolean closed;

  DatabricksScriptEngine(ScriptEngineFactory factory) {
    this(factory, Databricks::ofEnvironment);
  }

  /** Makes an engine whose {@code databricks} comes from elsewhere, at its first use. */
  DatabricksScriptEngine(ScriptEngineFactory factory, Supplier<Databricks> connect) {
    this.factory = factory;
    this.connect = connect;
    context.setBindings(createBindings(), ScriptContext.ENGINE_SCOPE);
    context.setWriter(ConsoleWriter.output());
    context.setErrorWriter(ConsoleWriter.errors());
  }

  /**
   * Runs a script.
   *
   * @param script Groovy
   * @param context the script's variables and writers
   * @return the value of its last statement; the class, if the text is one and not a script
   * @throws ScriptException when it does not compile or throws, or when the engine is closed
   */
  @Override
  public @Nullable Object eval(String script, ScriptContext context) throws ScriptException {
    Objects.requireNonNull(context, "context");
    return run(compile(script, context), context);
  }

  /** Runs a script as {@link #eval(String, ScriptContext)} does; the reader is left open. */
  @Override
  public @Nullable Object eval(Reader script, ScriptContext context) throws ScriptException {
    return eval(text(script), context);
  }

  /**
   * Compiles a script under the {@link ScriptEngine#FILENAME} of the engine's context, if there is
   * one.
   *
   * @throws ScriptException when it is not Groovy, with line and column; when the engine is closed
   */
  @Override
  public CompiledScript compile(String script) throws ScriptException {
    return new CompiledGroovy(this, compile(script, context));
  }

  /** Compiles a script as {@link #compile(String)} does; the reader is left open. */
  @Override
  public CompiledScript compile(Reader script) throws ScriptException {
    return compile(text(script));
  }

  /**
   * Calls a function that a script has declared, with the variables of that script's context; else
   * a closure in a variable of the engine's context.
   *
   * @throws NoSuchMethodException when there is none of that name for those arguments
   * @throws ScriptException when it throws
   */
  @Override
  public @Nullable Object invokeFunction(String name, Object... arguments)
      throws ScriptException, NoSuchMethodException {
    return call(null, name, arguments);
  }

  /**
   * Calls a method of an object, such as one that a script has returned.
   *
   * @throws NoSuchMethodException when it has none of that name for those arguments
   * @throws ScriptException when it throws
   */
  @Override
  public @Nullable Object invokeMethod(Object target, String name, Object... arguments)
      throws ScriptException, NoSuchMethodException {
    return call(required(target), name, arguments);
  }

  /**
   * Makes an interface whose methods are the functions of that name, looked up at each call. What
   * they return is converted; what they throw passes where the method may throw it, and is the
   * cause of an {@link java.lang.reflect.UndeclaredThrowableException} where it may not.
   *
   * @return null when a function is missing
   * @throws IllegalArgumentException when the type is not an interface
   */
  @Override
  public <T> @Nullable T getInterface(Class<T> type) {
    return ScriptInterface.of(this, null, checked(type));
  }

  /** Makes an interface whose methods an object does, as {@link #getInterface(Class)} does. */
  @Override
  public <T> @Nullable T getInterface(Object target, Class<T> type) {
    return ScriptInterface.of(this, required(target), checked(type));
  }

  /**
   * Returns a variable of the engine.
   *
   * @return for {@code databricks} that of the engine, where the host has not put another
   */
  @Override
  public @Nullable Object get(String name) {
    Bindings own = getBindings(ScriptContext.ENGINE_SCOPE);
    return name.equals(BINDING) && !own.containsKey(name) ? databricks() : super.get(name);
  }

  /**
   * Makes bindings that threads may share; they are empty, though scripts see {@code databricks}.
   */
  @Override
  public Bindings createBindings() {
    return new SimpleBindings(Collections.synchronizedMap(new LinkedHashMap<>()));
  }

  @Override
  public ScriptEngineFactory getFactory() {
    return factory;
  }

  /**
   * Closes the engine's own {@code databricks} (not one that a host has put) and drops all compiled
   * classes. Scripts still running may fail; further use does.
   *
   * @throws SQLException when the connection cannot be closed
   * @throws IOException when a jar that scripts loaded cannot be closed
   */
  @Override
  public void close() throws SQLException, IOException {
    Databricks own;
    synchronized (lock) {
      closed = true;
      own = databricks;
      databricks = null;
    }
    functions.clear();
    scripts.clear();
    loader.forget();
    try (loader) {
      if (own != null) {
        own.close();
      }
    }
  }

  /** Returns the engine's own binding, made at the first call. */
  Databricks databricks() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("This script engine has been closed");
      }
      if (databricks == null) {
        databricks = connect.get();
      }
      return databricks;
    }
  }

  /** Returns the script that declared a function last, or null. */
  @Nullable Script function(String name) {
    return functions.find(name);
  }

  /** Runs a compiled script. */
  @Nullable Object run(Class<?> type, ScriptContext context) throws ScriptException {
    checkOpen();
    if (!Script.class.isAssignableFrom(type)) {
      return type;
    }
    try {
      Script script = InvokerHelper.createScript(type, new ScriptBinding(context, this));
      functions.declare(script);
      return script.run();
    } catch (Throwable thrown) {
      throw failures.ofRunning(thrown);
    }
  }

  /** Whether a target, or without one the scripts, have a method of that name. */
  boolean has(@Nullable Object target, String name) {
    return calls.has(target, name, context);
  }

  /** Calls a method of a target, or without one a function of the scripts. */
  @Nullable Object call(@Nullable Object target, String name, Object @Nullable [] arguments)
      throws ScriptException, NoSuchMethodException {
    Objects.requireNonNull(name, "name");
    checkOpen();
    return calls.call(target, name, arguments == null ? new Object[0] : arguments, context);
  }

  private Class<?> compile(String script, ScriptContext context) throws ScriptException {
    Objects.requireNonNull(script, "script");
    checkOpen();
    Object file = context.getAttribute(FILENAME);
    String fileName = file == null || file.toString().isBlank() ? null : file.toString();
    try {
      return scripts.get(script, fileName);
    } catch (Throwable thrown) {
      throw failures.ofCompiling(thrown, fileName);
    }
  }

  private void checkOpen() throws ScriptException {
    if (closed) {
      throw new ScriptException("This script engine has been closed");
    }
  }

  private static Object required(Object target) {
    if (target == null) {
      throw new IllegalArgumentException("The object whose method is to be called is null");
    }
    return target;
  }

  private static <T> Class<T> checked(Class<T> type) {
    if (type == null || !type.isInterface()) {
      throw new IllegalArgumentException("Not an interface: " + type);
    }
    return type;
  }

  private static String text(Reader reader) throws ScriptException {
    StringWriter text = new StringWriter();
    try {
      reader.transferTo(text);
    } catch (IOException e) {
      throw new ScriptException(e);
    }
    return text.toString();
  }
}
