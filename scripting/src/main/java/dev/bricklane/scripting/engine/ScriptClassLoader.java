package dev.bricklane.scripting.engine;

import dev.bricklane.scripting.Databricks;
import groovy.lang.GroovyClassLoader;
import groovy.lang.Script;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * Compiles the scripts of one engine, knows which file each of their classes came from, and does
 * not keep alive those of scripts without a file's name: an engine may run any number of them.
 *
 * <p>Thread-safe.
 */
final class ScriptClassLoader extends GroovyClassLoader {
  /** What {@link CompiledScripts} names scripts that come without a name, and their closures. */
  private static final Pattern NAMELESS = Pattern.compile("(.*\\.)?Script\\d+(\\$.*)?");

  /** Weak, so that a class goes with the last that uses it. */
  private final Map<Class<?>, String> sources = Collections.synchronizedMap(new WeakHashMap<>());

  ScriptClassLoader() {
    super(visible(), configuration());
  }

  /** Returns the names of the sources by the names of the classes that came from them. */
  Map<String, Set<String>> sources() {
    Map<String, Set<String>> result = new HashMap<>();
    synchronized (sources) {
      sources.forEach((type, source) ->
          result.computeIfAbsent(type.getName(), name -> new HashSet<>()).add(source));
    }
    return result;
  }

  /** Drops what Groovy and the JDK keep about the scripts' classes. */
  void forget() {
    List<Class<?>> classes;
    synchronized (sources) {
      classes = new ArrayList<>(sources.keySet());
    }
    classes.forEach(InvokerHelper::removeClass);
    clearCache();
  }

  @Override
  protected void setClassCacheEntry(Class type) {
    if (!NAMELESS.matcher(type.getName()).matches()) {
      super.setClassCacheEntry(type);
    }
  }

  @Override
  protected ClassCollector createCollector(CompilationUnit unit, SourceUnit source) {
    return new ClassCollector(new InnerLoader(this), unit, source) {
      @Override
      protected Class createClass(byte[] code, ClassNode node) {
        Class<?> type = super.createClass(code, node);
        sources.put(type, source.getName());
        return type;
      }
    };
  }

  /**
   * Chooses what scripts see: the application that runs the thread where it has this very engine
   * and Groovy, else what this class sees. In an isolated loader the thread's may be another's or
   * none.
   */
  private static ClassLoader visible() {
    ClassLoader ours = ScriptClassLoader.class.getClassLoader();
    ClassLoader theirs = Thread.currentThread().getContextClassLoader();
    return theirs != null && sees(theirs, Script.class) && sees(theirs, Databricks.class)
        ? theirs
        : ours;
  }

  private static boolean sees(ClassLoader loader, Class<?> type) {
    try {
      return loader.loadClass(type.getName()) == type;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static CompilerConfiguration configuration() {
    CompilerConfiguration configuration = new CompilerConfiguration(CompilerConfiguration.DEFAULT);
    configuration.setScriptBaseClass(EngineScript.class.getName());
    return configuration;
  }
}
