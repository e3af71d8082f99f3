package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.embedded.EmbeddedWorkspace;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts that find engines with a {@code ScriptEngineManager} in a class loader of their own, where
 * the thin jar stands beside the driver and Groovy, and bind {@code databricks} among their own
 * objects.
 */
class ScriptHostsIT {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private EmbeddedWorkspace workspace;
  private URLClassLoader loader;

  /** What a script of NiFi's gives its results to; of the host's class loader. */
  public static final class Session {
    private final Map<Map<?, ?>, String> sent = new LinkedHashMap<>();

    public synchronized void transfer(Map<?, ?> flowFile, Object to) {
      sent.put(flowFile, to.toString());
    }
  }

  @BeforeEach
  void start() throws Exception {
    workspace = EmbeddedWorkspace.start();
    List<URL> jars = new ArrayList<>();
    jars.add(Path.of(System.getProperty("scripting.thin.jar")).toUri().toURL());
    jars.add(JarRun.JAR.toUri().toURL());
    try (Stream<Path> groovy = Files.list(Path.of(System.getProperty("groovy.jars"), "groovy-6"))) {
      for (Path jar : (Iterable<Path>) groovy::iterator) {
        jars.add(jar.toUri().toURL());
      }
    }
    loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void close() throws Exception {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
    workspace.close();
  }

  /** Binds as a host does that knows the class by its name alone. */
  private AutoCloseable databricks(String properties) throws Exception {
    String url =
        "jdbc:bricklane://127.0.0.1:%d;ssl=false;token=%s%s"
            .formatted(workspace.uri().getPort(), workspace.token(), properties);
    return (AutoCloseable)
        Class.forName("dev.bricklane.scripting.Databricks", true, loader)
            .getMethod("connect", CharSequence.class, Map.class)
            .invoke(null, url, Map.of("model", "embedded-responder"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"groovy", "databricks"})
  void runsACompiledScriptForManyFlowFilesOnManyThreads(String language) throws Exception {
    ScriptEngine engine = new ScriptEngineManager(loader).getEngineByName(language);
    assertThat(engine.getClass().getClassLoader()).isSameAs(loader);
    CompiledScript script =
        ((Compilable) engine)
            .compile(
                """
                def answer = databricks.complete("Classify $flowFile.text", max_tokens: 99)
                log << flowFile.name
                session.transfer(flowFile + [answer: answer as String], answer.contains('late') ? 'urgent' : 'other')
                """);
    Session session = new Session();
    Queue<String> log = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (AutoCloseable databricks = databricks("")) {
      List<Callable<Object>> runs = new ArrayList<>();
      IntStream.range(0, 40)
          .forEach(i ->
              runs.add(() -> {
                Thread.currentThread().setContextClassLoader(loader);
                Bindings bindings = engine.createBindings();
                bindings.put("databricks", databricks);
                bindings.put("session", session);
                bindings.put("log", log);
                bindings.put(
                    "flowFile",
                    Map.of("name", "f" + i, "text", (i % 4 == 0 ? "late " : "on time ") + i));
                return script.eval(bindings);
              }));
      for (Future<Object> run : threads.invokeAll(runs)) {
        run.get();
      }
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(log).hasSize(40).doesNotHaveDuplicates();
    assertThat(session.sent.values()).filteredOn("urgent"::equals).hasSize(10);
    assertThat(session.sent.keySet())
        .hasSize(40)
        .allSatisfy(flowFile ->
            assertThat(flowFile.get("answer"))
                .asString()
                .contains("Classify " + flowFile.get("text")));
    assertThat(workspace.modelCalls()).isEqualTo(40);
  }

  /** As of reports: few expressions, compiled once, over the fields of many rows. */
  @Test
  void evaluatesExpressionsOverRows() throws Exception {
    ScriptEngine engine = new ScriptEngineManager(loader).getEngineByName("databricks");
    Map<String, CompiledScript> expressions = new LinkedHashMap<>();
    for (String expression :
        List.of(
            "fields.amount * 2",
            "databricks.complete(\"Sort ${fields.kind}\", max_tokens: 99) as String",
            "vars.total = (vars.total ?: 0) + fields.amount")) {
      expressions.put(expression, ((Compilable) engine).compile(expression));
    }
    List<List<Object>> cells = new ArrayList<>();
    Map<String, Object> vars = new LinkedHashMap<>();
    // The rows repeat themselves: a cache saves the calls that they would repeat.
    try (AutoCloseable databricks = databricks(";cache=memory")) {
      for (int row = 0; row < 30; row++) {
        Bindings bindings = engine.createBindings();
        bindings.put("databricks", databricks);
        bindings.put("fields", Map.of("amount", row, "kind", "kind " + row % 3));
        bindings.put("vars", vars);
        List<Object> values = new ArrayList<>();
        for (CompiledScript expression : expressions.values()) {
          values.add(expression.eval(bindings));
        }
        cells.add(values);
      }
    }
    assertThat(cells)
        .allSatisfy(values -> assertThat(values.get(1)).asString().contains("Sort kind "));
    assertThat(cells.get(29)).startsWith(58).endsWith(435);
    assertThat(workspace.modelCalls()).isEqualTo(3);
  }

  @Test
  void saysInWhichLineAnExpressionHasFailed() throws Exception {
    ScriptEngine engine = new ScriptEngineManager(loader).getEngineByName("databricks");
    try (AutoCloseable databricks = databricks("")) {
      engine.put("databricks", databricks);
      assertThatThrownBy(() -> engine.eval("def x = 1\ndatabricks.complete('no-such-model', 'Hi')"))
          .isInstanceOf(ScriptException.class)
          .hasMessageContaining("no-such-model")
          .satisfies(e -> assertThat(((ScriptException) e).getLineNumber()).isEqualTo(2));
    }
  }
}
