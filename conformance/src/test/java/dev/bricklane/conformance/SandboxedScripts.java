package dev.bricklane.conformance;

import dev.bricklane.scripting.Answers;
import dev.bricklane.scripting.Completion;
import dev.bricklane.scripting.Databricks;
import dev.bricklane.scripting.Usage;
import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;
import org.kohsuke.groovy.sandbox.SandboxTransformer;

/**
 * Runs each line of a file as a script in the sandbox of Jenkins, with {@code databricks} bound to
 * a URL, and prints what it gives, or why it may not. Arguments: the URL, the file.
 */
public final class SandboxedScripts extends GroovyInterceptor {
  /** The methods that pass, of the binding and of plain values. */
  private static final Map<Class<?>, Set<String>> ALLOWED =
      Map.of(
          Databricks.class,
          Set.of(
              "complete", "stream", "extract", "parallel", "embed", "similarity", "sql", "models"),
          Completion.class,
          Set.of("contains", "text", "usage", "finishReason", "length", "asType"),
          Usage.class,
          Set.of("promptTokens"),
          Answers.class,
          Set.of("size", "getAt", "collect", "errors", "usage"),
          List.class,
          Set.of("size", "getAt", "collect", "join", "leftShift"),
          Map.class,
          Set.of("get"),
          String.class,
          Set.of("contains", "size", "length", "toUpperCase", "plus"),
          GString.class,
          Set.of("plus"),
          Number.class,
          Set.of("plus", "multiply", "compareTo"),
          Closure.class,
          Set.of("call"));

  private SandboxedScripts() {}

  public static void main(String[] arguments) throws Exception {
    CompilerConfiguration sandboxed = new CompilerConfiguration();
    sandboxed.addCompilationCustomizers(new SandboxTransformer());
    try (Databricks databricks = Databricks.connect(arguments[0])) {
      Binding binding = new Binding();
      binding.setVariable("databricks", databricks);
      binding.setVariable("ticket", Map.of("id", 7, "body", "Ada is 36"));
      GroovyShell shell = new GroovyShell(binding, sandboxed);
      GroovyInterceptor interceptor = new SandboxedScripts();
      interceptor.register();
      try {
        for (String script : Files.readAllLines(Path.of(arguments[1]))) {
          System.out.println(outcome(shell, script));
        }
      } finally {
        interceptor.unregister();
      }
    }
  }

  private static String outcome(GroovyShell shell, String script) {
    try {
      return "gives " + shell.evaluate(script);
    } catch (SecurityException e) {
      return e.getMessage();
    } catch (Exception e) {
      return (e instanceof SQLException failure ? failure.getSQLState() + " " : "fails ") + e;
    }
  }

  private static void check(Object receiver, String member) {
    if (ALLOWED.entrySet().stream()
        .noneMatch(one -> one.getKey().isInstance(receiver) && one.getValue().contains(member))) {
      throw new SecurityException("may not " + receiver.getClass().getName() + " " + member);
    }
  }

  private static SecurityException refused(Object what) {
    return new SecurityException("may not " + what);
  }

  @Override
  public Object onMethodCall(Invoker invoker, Object receiver, String method, Object... arguments)
      throws Throwable {
    check(receiver, method);
    return super.onMethodCall(invoker, receiver, method, arguments);
  }

  /** Of the binding no property: its connection, its {@code groovy.sql.Sql}. */
  @Override
  public Object onGetProperty(Invoker invoker, Object receiver, String property) throws Throwable {
    if (receiver instanceof Databricks) {
      throw refused(receiver.getClass().getName() + " " + property);
    }
    if (!(receiver instanceof Script || receiver instanceof Map)) {
      check(receiver, property);
    }
    return super.onGetProperty(invoker, receiver, property);
  }

  @Override
  public Object onGetArray(Invoker invoker, Object receiver, Object index) throws Throwable {
    if (!(receiver instanceof List || receiver instanceof Map)) {
      throw refused(receiver.getClass().getName() + " " + index);
    }
    return super.onGetArray(invoker, receiver, index);
  }

  @Override
  @SuppressWarnings("rawtypes") // As it is declared.
  public Object onStaticCall(Invoker invoker, Class type, String method, Object... arguments) {
    throw refused(type.getName() + " " + method);
  }

  @Override
  @SuppressWarnings("rawtypes") // As it is declared.
  public Object onNewInstance(Invoker invoker, Class type, Object... arguments) {
    throw refused("new " + type.getName());
  }

  @Override
  public Object onGetAttribute(Invoker invoker, Object receiver, String attribute) {
    throw refused(receiver.getClass().getName() + " @" + attribute);
  }

  @Override
  public Object onSetAttribute(Invoker invoker, Object receiver, String attribute, Object value) {
    throw refused(receiver.getClass().getName() + " @" + attribute);
  }

  @Override
  public Object onSetProperty(Invoker invoker, Object receiver, String property, Object value) {
    throw refused(receiver.getClass().getName() + " " + property + " =");
  }
}
