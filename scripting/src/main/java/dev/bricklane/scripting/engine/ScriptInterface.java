package dev.bricklane.scripting.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.List;
import javax.script.ScriptException;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;
import org.jspecify.annotations.Nullable;

/**
 * A Java interface whose methods a script's functions do, or those of one of its objects. What they
 * throw arrives as it is where the method may throw it. As thread-safe as the functions.
 */
final class ScriptInterface implements InvocationHandler {
  private static final Object[] NONE = {};

  private final DatabricksScriptEngine engine;
  private final @Nullable Object target;

  private ScriptInterface(DatabricksScriptEngine engine, @Nullable Object target) {
    this.engine = engine;
    this.target = target;
  }

  /** Makes a proxy, or null where a method that must be there is not. */
  static <T> @Nullable T of(DatabricksScriptEngine engine, @Nullable Object target, Class<T> type) {
    for (Method method : required(type)) {
      if (!engine.has(target, method.getName())) {
        return null;
      }
    }
    ScriptInterface handler = new ScriptInterface(engine, target);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] given = arguments == null ? NONE : arguments;
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == given[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "a script's " + proxy.getClass().getInterfaces()[0].getName();
      };
    }
    if (method.isDefault() && !engine.has(target, method.getName())) {
      return InvocationHandler.invokeDefault(proxy, method, given);
    }
    try {
      Object result = engine.call(target, method.getName(), given);
      Class<?> type = method.getReturnType();
      return type == void.class ? null : DefaultTypeTransformation.castToType(result, type);
    } catch (NoSuchMethodException e) {
      throw new UnsupportedOperationException(e.getMessage(), e);
    } catch (ScriptException e) {
      throw allowed(method, e);
    }
  }

  /** Chooses what the method's signature lets through. */
  private static Throwable allowed(Method method, ScriptException failure) {
    Throwable cause = failure.getCause();
    List<Class<?>> declared = Arrays.asList(method.getExceptionTypes());
    if (cause == null || declared.contains(ScriptException.class)) {
      return failure;
    }
    boolean passes =
        cause instanceof RuntimeException
            || cause instanceof Error
            || declared.stream().anyMatch(type -> type.isInstance(cause));
    return passes ? cause : new UndeclaredThrowableException(failure, failure.getMessage());
  }

  private static List<Method> required(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .filter(method -> !isObjects(method))
        .toList();
  }

  private static boolean isObjects(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
