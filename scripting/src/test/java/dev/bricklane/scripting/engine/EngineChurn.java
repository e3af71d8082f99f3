package dev.bricklane.scripting.engine;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.script.Invocable;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;

/**
 * Makes a thousand engines and counts what they leave behind; {@link ThousandEnginesIT} runs it in
 * a JVM of its own, whose classes, threads and files nobody else changes.
 */
final class EngineChurn {
  private static final int ENGINES = 1000;
  private static final String SCRIPT =
      """
      class Item { int n; def twice() { n * 2 } }
      def sum(items) { items.collect { new Item(n: it).twice() }.sum() }
      def closure = { it }
      [total: sum(1..3), types: [this.class, Item, closure.class]]
      """;
  private static final String QUERY = "databricks.sql('SELECT 1 AS one').first().one";

  private final ScriptEngineManager manager = new ScriptEngineManager();
  private final List<WeakReference<Object>> left = new ArrayList<>();

  private EngineChurn() {}

  /** Prints what has grown, a line each. */
  public static void main(String[] arguments) throws Exception {
    new EngineChurn().run();
  }

  private void run() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    manager.getEngineByName("databricks").eval(SCRIPT);
    Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
    started.removeAll(before);
    System.out.println("started: " + started);
    for (int i = 0; i < 50; i++) {
      use(i);
    }
    settle();
    int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    long threads = threads();
    long files = files();
    left.clear();
    for (int i = 0; i < ENGINES; i++) {
      use(i);
    }
    settle();
    System.out.println(
        "classes: " + (ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() - classes));
    System.out.println("threads: " + (threads() - threads));
    System.out.println("files: " + (files() - files));
    System.out.println(
        "alive: " + left.stream().filter(reference -> reference.get() != null).count());
    System.out.println("made: " + left.size());
    classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    ScriptEngine lasting = manager.getEngineByName("databricks");
    for (int i = 0; i < ENGINES; i++) {
      check(lasting.eval("def f = { -> " + i + " }; f()"), i);
    }
    settle();
    System.out.println(
        "scripts: " + (ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() - classes));
    check(lasting.eval("1"), 1);
  }

  /** Every second one is closed; one in 25 connects, of which half are dropped. */
  private void use(int i) throws Exception {
    ScriptEngine engine = manager.getEngineByName("databricks");
    Map<?, ?> result = (Map<?, ?>) engine.eval(SCRIPT);
    check(result.get("total"), 12);
    check(((Invocable) engine).invokeFunction("sum", List.of(i)), 2 * i);
    if (i % 50 < 2) {
      check(engine.eval(QUERY), 1);
    }
    left.add(new WeakReference<>(engine));
    ((List<?>) result.get("types")).forEach(type -> left.add(new WeakReference<>(type)));
    if (i % 2 == 0) {
      ((AutoCloseable) engine).close();
    }
  }

  /** Lets the collector find what was dropped, and the driver free it at the next connection. */
  private void settle() throws Exception {
    for (int i = 0; i < 3; i++) {
      System.gc();
      System.runFinalization();
      try (AutoCloseable last = (AutoCloseable) manager.getEngineByName("databricks")) {
        check(((ScriptEngine) last).eval(QUERY), 1);
      }
    }
    System.gc();
  }

  private static void check(Object value, Object expected) {
    if (!expected.equals(value)) {
      throw new IllegalStateException("got " + value + " for " + expected);
    }
  }

  private static long threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
