package dev.bricklane.scripting.engine;

import groovy.lang.Closure;
import groovy.lang.GroovySystem;
import groovy.lang.MetaClass;
import groovy.lang.MissingMethodException;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.MetaClassHelper;
import org.jspecify.annotations.Nullable;

/**
 * Calls from the host: of an object's method, or of a function that the scripts declared or have as
 * a closure in a variable. Thread-safe.
 */
final class ScriptCalls {
  private final ScriptFunctions functions;
  private final ScriptFailures failures;

  ScriptCalls(ScriptFunctions functions, ScriptFailures failures) {
    this.functions = functions;
    this.failures = failures;
  }

  /** Whether a target, or without one the scripts, have a method of that name. */
  boolean has(@Nullable Object target, String name, ScriptContext context) {
    if (target == null) {
      return functions.find(name) != null || context.getAttribute(name) instanceof Closure;
    }
    // Closures and objects with a methodMissing may answer to any name.
    MetaClass methods = methods(target);
    return target instanceof Closure
        || !methods.respondsTo(target, name).isEmpty()
        || !methods.respondsTo(target, "methodMissing").isEmpty();
  }

  /** Calls a method of a target, or without one a function. */
  @Nullable Object call(
      @Nullable Object target, String name, Object[] arguments, ScriptContext context)
      throws ScriptException, NoSuchMethodException {
    Object receiver = target == null ? functions.find(name) : target;
    try {
      if (receiver != null) {
        return InvokerHelper.invokeMethod(receiver, name, arguments);
      }
      if (context.getAttribute(name) instanceof Closure<?> closure) {
        return closure.call(arguments);
      }
    } catch (MissingMethodException missing) {
      // One from within the function is the script's error.
      if (receiver == null
          || !name.equals(missing.getMethod())
          || takes(receiver, name, arguments)) {
        throw failures.ofRunning(missing);
      }
      NoSuchMethodException none = new NoSuchMethodException(missing.getMessage());
      none.initCause(missing);
      throw none;
    } catch (Throwable thrown) {
      throw failures.ofRunning(thrown);
    }
    throw new NoSuchMethodException("The scripts have declared no function " + name);
  }

  private static boolean takes(Object receiver, String name, Object[] arguments) {
    Class<?>[] types = MetaClassHelper.convertToTypeArray(arguments);
    return methods(receiver).pickMethod(name, types) != null;
  }

  private static MetaClass methods(Object target) {
    return target instanceof Class<?> type
        ? GroovySystem.getMetaClassRegistry().getMetaClass(type)
        : InvokerHelper.getMetaClass(target);
  }
}
