package dev.bricklane.scripting.shell;

import dev.bricklane.scripting.Databricks;
import groovy.lang.Binding;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A script's variables: {@code databricks}, and {@code stdin}, which is read when it is used. */
final class ScriptBinding extends Binding {
  private static final String STANDARD_INPUT = "stdin";

  private final StandardInput input;

  ScriptBinding(Databricks databricks, StandardInput input) {
    this.input = input;
    setVariable("databricks", databricks);
  }

  @Override
  public boolean hasVariable(String name) {
    return super.hasVariable(name) || name.equals(STANDARD_INPUT);
  }

  @Override
  public Object getVariable(String name) {
    if (name.equals(STANDARD_INPUT) && !super.hasVariable(name)) {
      try {
        return input.text();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return super.getVariable(name);
  }
}
