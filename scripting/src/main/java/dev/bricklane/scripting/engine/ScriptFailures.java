package dev.bricklane.scripting.engine;

import groovy.lang.GroovyRuntimeException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.script.ScriptException;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ScriptException} of what a script threw: its message and place, and itself as the
 * cause. The place is the innermost line of any script of the engine. Thread-safe.
 */
final class ScriptFailures {
  /** Groovy 3 and 4 add some errors' place to their message too. */
  private static final Pattern PLACE = Pattern.compile("\\s*@ line \\d+, column \\d+\\.?\\s*$");

  private final ScriptClassLoader loader;

  ScriptFailures(ScriptClassLoader loader) {
    this.loader = loader;
  }

  /** Says why a script does not compile: its first error, with line and column. */
  ScriptException ofCompiling(Throwable thrown, @Nullable String fileName) {
    rethrowFatal(thrown);
    if (thrown instanceof MultipleCompilationErrorsException many
        && many.getErrorCollector().getErrorCount() > 0) {
      Message first = many.getErrorCollector().getError(0);
      if (first instanceof SyntaxErrorMessage syntax) {
        SyntaxException error = syntax.getCause();
        int others = many.getErrorCollector().getErrorCount() - 1;
        String message =
            PLACE.matcher(error.getOriginalMessage()).replaceFirst("")
                + (others == 0 ? "" : " (and " + others + " more)");
        String file = error.getSourceLocator();
        return caused(
            new ScriptException(
                message,
                file == null ? fileName : file,
                known(error.getStartLine()),
                known(error.getStartColumn())),
            thrown);
      }
    }
    return caused(new ScriptException(message(thrown), fileName, -1), thrown);
  }

  /** Says why a script stopped. */
  ScriptException ofRunning(Throwable thrown) {
    rethrowFatal(thrown);
    Throwable cause = unwrap(thrown);
    Map<String, Set<String>> sources = loader.sources();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable at = cause; at != null && seen.add(at); at = at.getCause()) {
      for (StackTraceElement frame : at.getStackTrace()) {
        String source = source(frame, sources);
        if (source != null) {
          return caused(new ScriptException(message(cause), source, frame.getLineNumber()), cause);
        }
      }
    }
    return caused(new ScriptException(message(cause)), cause);
  }

  /** Returns the script that a frame is of, or null; scripts may have classes of the same name. */
  private static @Nullable String source(StackTraceElement frame, Map<String, Set<String>> known) {
    String file = frame.getFileName();
    if (file == null || frame.getLineNumber() <= 0) {
      return null;
    }
    return known.getOrDefault(frame.getClassName(), Set.of()).stream()
        .filter(source -> source.endsWith(file))
        .findFirst()
        .orElse(null);
  }

  /** Takes off what only says that a call by reflection failed. */
  static Throwable unwrap(Throwable thrown) {
    Throwable result = thrown;
    while (result.getCause() != null
        && (result instanceof InvocationTargetException
            || result instanceof UndeclaredThrowableException
            || result.getClass().getSimpleName().equals("InvokerInvocationException")
            || createsScript(result))) {
      result = result.getCause();
    }
    return result;
  }

  /** Whether a script's own constructor or static part failed. */
  private static boolean createsScript(Throwable thrown) {
    return thrown.getClass() == GroovyRuntimeException.class
        && thrown.getMessage() != null
        && thrown.getMessage().startsWith("Failed to create Script instance");
  }

  private static void rethrowFatal(Throwable thrown) {
    boolean ended = thrown.getClass().getName().equals("java.lang.ThreadDeath");
    if (ended || thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError)) {
      throw (Error) thrown;
    }
  }

  /** Sets the place below messages of several lines, such as those of a failed assertion. */
  private static String message(Throwable cause) {
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getName();
    }
    return message.contains("\n") && !message.endsWith("\n") ? message + "\n" : message;
  }

  private static int known(int position) {
    return position > 0 ? position : -1;
  }

  private static ScriptException caused(ScriptException failure, Throwable cause) {
    failure.initCause(cause);
    return failure;
  }
}
