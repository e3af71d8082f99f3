package dev.bricklane.scripting.shell;

import groovy.lang.GroovyRuntimeException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.runtime.InvokerInvocationException;

/** Says what a script has failed with, and at which of its lines. */
final class Failure {
  private final String script;

  /**
   * Speaks of a script.
   *
   * @param script its name, which may have folders
   */
  Failure(String script) {
    this.script = script;
  }

  /** Returns the lines to show; most failures have one. */
  List<String> lines(Throwable thrown) {
    if (thrown instanceof MultipleCompilationErrorsException several) {
      List<String> lines = new ArrayList<>();
      for (Message message : several.getErrorCollector().getErrors()) {
        if (message instanceof SyntaxErrorMessage error) {
          lines.add(place(error.getCause().getLine()) + error.getCause().getOriginalMessage());
        }
      }
      if (!lines.isEmpty()) {
        return lines;
      }
    }
    Throwable failure = unwrapped(thrown);
    return List.of(place(line(failure)) + describe(failure));
  }

  private String place(int line) {
    return line > 0 ? script + ":" + line + ": " : script + ": ";
  }

  /** Takes off what proxies and reflection put around. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    while (inner.getCause() != null
        && (inner instanceof InvokerInvocationException
            || inner instanceof UndeclaredThrowableException
            || inner instanceof InvocationTargetException)) {
      inner = inner.getCause();
    }
    return inner;
  }

  private int line(Throwable failure) {
    String file = script.substring(1 + Math.max(script.lastIndexOf('/'), script.lastIndexOf('\\')));
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (file.equals(frame.getFileName()) && frame.getLineNumber() > 0) {
        return frame.getLineNumber();
      }
    }
    return failure.getCause() == null || failure.getCause() == failure
        ? 0
        : line(failure.getCause());
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getName();
    }
    if (failure instanceof SQLException error) {
      return message + codes(error);
    }
    boolean speaksForItself =
        failure instanceof AssertionError || failure instanceof GroovyRuntimeException;
    return speaksForItself ? message : failure.getClass().getSimpleName() + ": " + message;
  }

  private static String codes(SQLException error) {
    List<String> codes = new ArrayList<>();
    if (error.getSQLState() != null && !error.getSQLState().isBlank()) {
      codes.add("SQLSTATE " + error.getSQLState());
    }
    if (error.getErrorCode() != 0) {
      codes.add("code " + error.getErrorCode());
    }
    return codes.isEmpty() ? "" : " [" + String.join(", ", codes) + "]";
  }

  /** Makes control characters visible: a message may be a service's, and command the terminal. */
  static String visible(String text) {
    return text.strip()
        .codePoints()
        .filter(c -> c != '\r')
        .mapToObj(c ->
            Character.isISOControl(c) && c != '\n' && c != '\t'
                ? "\\x%02X".formatted(c)
                : Character.toString(c))
        .collect(Collectors.joining());
  }
}
