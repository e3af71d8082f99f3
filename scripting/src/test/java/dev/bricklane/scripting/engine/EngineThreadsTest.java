package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.scripting.Databricks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.script.Bindings;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import org.junit.jupiter.api.Test;

class EngineThreadsTest {
  private static final int THREADS = 16;
  private final AtomicInteger made = new AtomicInteger();
  private final DatabricksScriptEngine engine =
      new DatabricksScriptEngine(
          new DatabricksScriptEngineFactory(),
          () -> {
            made.incrementAndGet();
            return Databricks.connect("jdbc:bricklane:embedded");
          });

  @Test
  void makesDatabricksOnce() throws Exception {
    List<Object> seen = together(thread -> engine.eval("databricks"));
    assertThat(seen).hasSize(THREADS).containsOnly(engine.databricks());
    assertThat(made).hasValue(1);
  }

  @Test
  void compilesATextOnce() throws Exception {
    assertThat(together(thread -> engine.eval("this.class")))
        .hasSize(THREADS)
        .containsOnly(engine.eval("this.class"));
  }

  @Test
  void keepsTheVariablesOfThreadsApart() throws Exception {
    String sum = "total = 0\n(1..n).each { total += it }\ndef twice(x) { 2 * x }\ntwice(total)";
    CompiledScript compiled = engine.compile(sum);
    List<Object> sums =
        together(thread -> {
          long result = 0;
          for (int i = 1; i <= 50; i++) {
            Bindings bindings = engine.createBindings();
            bindings.put("n", thread + i);
            Object value = i % 2 == 0 ? compiled.eval(bindings) : engine.eval(sum, bindings);
            result += ((Number) value).longValue();
          }
          return result;
        });
    assertThat(sums)
        .containsExactlyElementsOf(
            IntStream.range(0, THREADS)
                .mapToObj(thread ->
                    (Object)
                        IntStream.rangeClosed(1, 50)
                            .mapToLong(i -> (long) (thread + i) * (thread + i + 1))
                            .sum())
                .toList());
  }

  @Test
  void letsThreadsShareTheEnginesVariables() throws Exception {
    engine.eval("def keep(name) { binding.setVariable(name, 1) }");
    together(thread -> {
      for (int i = 0; i < 500; i++) {
        engine.invokeFunction("keep", "script_" + thread + "_" + i);
        engine.put("host_" + thread + "_" + i, i);
      }
      return thread;
    });
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).hasSize(2 * THREADS * 500);
  }

  @Test
  void compilesDifferentScriptsAtOnce() throws Exception {
    List<Object> values =
        together(thread -> {
          int sum = 0;
          for (int i = 0; i < 5; i++) {
            String text = "class C { int v = %d }\ndef f() { new C().v }\nf()";
            sum += (Integer) engine.eval(text.formatted(1000 * thread + i));
          }
          return sum;
        });
    assertThat(values)
        .containsExactlyElementsOf(
            IntStream.range(0, THREADS).mapToObj(t -> (Object) (5_000 * t + 10)).toList());
  }

  private interface Work {
    Object on(int thread) throws Exception;
  }

  private static List<Object> together(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        tasks.add(() -> {
          start.await();
          return work.on(thread);
        });
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
