package dev.bricklane.scripting.engine;

import groovy.lang.Binding;
import groovy.lang.MissingMethodException;
import groovy.lang.Script;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts of an engine extend: one also calls the functions that earlier scripts of its
 * engine declared. Not to be named by anybody; a script with a base class of its own does without.
 */
public abstract class EngineScript extends Script {
  /** Groovy makes scripts. */
  protected EngineScript() {}

  /** Groovy makes scripts, with their variables. */
  protected EngineScript(Binding binding) {
    super(binding);
  }

  /**
   * Calls what the script itself does not have: a closure in a variable, else a function of an
   * earlier script.
   */
  @Override
  public @Nullable Object invokeMethod(String name, @Nullable Object arguments) {
    try {
      return super.invokeMethod(name, arguments);
    } catch (MissingMethodException missing) {
      // One that was thrown deeper says so by its name or type, and must not run anything again.
      boolean ours = name.equals(missing.getMethod()) && missing.getType() == getClass();
      Script other =
          ours && getBinding() instanceof ScriptBinding binding ? binding.function(name) : null;
      if (other == null || other == this) {
        throw missing;
      }
      return InvokerHelper.invokeMethod(other, name, arguments);
    }
  }
}
