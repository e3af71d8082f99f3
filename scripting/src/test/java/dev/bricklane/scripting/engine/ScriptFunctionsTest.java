package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Test;

class ScriptFunctionsTest {
  private final DatabricksScriptEngine engine =
      (DatabricksScriptEngine) new DatabricksScriptEngineFactory().getScriptEngine();

  @Test
  void callsWhatScriptsDeclare() throws Exception {
    engine.eval("def twice(int x) { 2 * x }\nstatic greet(name) { \"hello $name\".toString() }");
    assertThat(engine.invokeFunction("twice", 21)).isEqualTo(42);
    assertThat(engine.invokeFunction("greet", "you")).isEqualTo("hello you");
  }

  @Test
  void callsClosuresInVariables() throws Exception {
    engine.eval("twice = { x -> 2 * x }");
    assertThat(engine.invokeFunction("twice", 21)).isEqualTo(42);
    assertThat(engine.eval("twice(4)")).isEqualTo(8);
  }

  @Test
  void letsLaterScriptsCallEarlierOnes() throws Exception {
    engine.eval("def one() { 1 + offset }\noffset = 0");
    assertThat(engine.eval("one() + [1].collect { one() }.first()")).isEqualTo(2);
    engine.eval("def one() { 100 }");
    assertThat(engine.eval("one()")).isEqualTo(100);
    assertThat(engine.eval("def one() { 7 }\none()")).isEqualTo(7);
  }

  @Test
  void keepsTheVariablesThatAFunctionWasDeclaredWith() throws Exception {
    SimpleBindings bindings = new SimpleBindings();
    bindings.put("base", 40);
    engine.eval("def add(x) { base + x }", bindings);
    assertThat(engine.invokeFunction("add", 2)).isEqualTo(42);
  }

  @Test
  void callsMethodsOfWhatScriptsReturn() throws Exception {
    Object counter = engine.eval("class Counter { int n; def add(x) { n += x } }\nnew Counter()");
    engine.invokeMethod(counter, "add", 2);
    assertThat(engine.invokeMethod(counter, "add", 3)).isEqualTo(5);
    assertThat(engine.invokeMethod("text", "toUpperCase")).isEqualTo("TEXT");
    assertThat(engine.invokeMethod(engine.eval("{ x -> x + 1 }"), "call", 1)).isEqualTo(2);
  }

  @Test
  void saysThatAFunctionIsMissing() throws Exception {
    engine.eval("def one(int x) { x }");
    assertThatThrownBy(() -> engine.invokeFunction("two"))
        .isInstanceOf(NoSuchMethodException.class)
        .hasMessageContaining("two");
    assertThatThrownBy(() -> engine.invokeFunction("one", "text"))
        .isInstanceOf(NoSuchMethodException.class);
    assertThatThrownBy(() -> engine.invokeMethod("text", "two"))
        .isInstanceOf(NoSuchMethodException.class);
    assertThatThrownBy(() -> engine.invokeFunction(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> engine.invokeMethod(null, "two"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotTakeAMistakeInAFunctionForAMissingOne() throws Exception {
    engine.eval("calls = 0\ndef one() {\n  calls++\n  nothing()\n}");
    assertThatThrownBy(() -> engine.invokeFunction("one"))
        .isInstanceOfSatisfying(
            ScriptException.class, e -> assertThat(e.getLineNumber()).isEqualTo(4));
    assertThatThrownBy(() -> engine.eval("one()")).isInstanceOf(ScriptException.class);
    assertThat(engine.get("calls")).isEqualTo(2);
  }

  @Test
  void leavesTheBodiesOfScriptsOut() throws Exception {
    engine.eval("1 + 1");
    assertThatThrownBy(() -> engine.invokeFunction("run"))
        .isInstanceOf(NoSuchMethodException.class);
    assertThat(engine.getInterface(Runnable.class)).isNull();
  }

  @Test
  @SuppressWarnings("unchecked")
  void makesInterfacesOfFunctions() throws Exception {
    engine.eval("def compare(a, b) { b <=> a }");
    Comparator<Integer> comparator = engine.getInterface(Comparator.class);
    assertThat(comparator.compare(1, 2)).isPositive();
    assertThat(comparator.reversed().compare(1, 2)).isNegative();
    assertThat(new HashSet<>(List.of(comparator, comparator))).hasSize(1);
    assertThat(comparator.toString()).contains("Comparator");
  }

  @Test
  @SuppressWarnings("unchecked")
  void makesInterfacesOfObjectsAndConverts() throws Exception {
    Object object =
        engine.eval("class Sizes { def applyAsInt(x) { x.size() as long } }\nnew Sizes()");
    ToIntFunction<String> size = engine.getInterface(object, ToIntFunction.class);
    assertThat(size.applyAsInt("four")).isEqualTo(4);
    assertThat(engine.getInterface(object, Callable.class)).isNull();
  }

  @Test
  void makesNoInterfaceWithoutItsFunctions() {
    assertThat(engine.getInterface(Callable.class)).isNull();
    assertThatThrownBy(() -> engine.getInterface(String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void letsThroughWhatAnInterfacesMethodMayThrow() throws Exception {
    engine.eval("import java.util.concurrent.*\ndef call() { throw new IOException('broken') }");
    Callable<?> callable = engine.getInterface(Callable.class);
    assertThatThrownBy(callable::call).isExactlyInstanceOf(IOException.class);
    engine.eval("def get() {\n  throw new FileNotFoundException('gone')\n}");
    Supplier<?> supplier = engine.getInterface(Supplier.class);
    assertThatThrownBy(supplier::get)
        .isInstanceOf(UndeclaredThrowableException.class)
        .hasMessageContaining("gone in Script2.groovy at line number 2")
        .hasRootCauseInstanceOf(FileNotFoundException.class);
    engine.eval("def get() { throw new IllegalStateException('no') }");
    assertThatThrownBy(supplier::get).isExactlyInstanceOf(IllegalStateException.class);
  }
}
