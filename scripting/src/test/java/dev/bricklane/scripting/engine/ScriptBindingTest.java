package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.scripting.Databricks;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.Test;

class ScriptBindingTest {
  private final AtomicInteger made = new AtomicInteger();
  private final DatabricksScriptEngine engine =
      new DatabricksScriptEngine(
          new DatabricksScriptEngineFactory(),
          () -> {
            made.incrementAndGet();
            return Databricks.connect("jdbc:bricklane:embedded");
          });

  @Test
  void offersDatabricksWhateverTheHostGives() throws Exception {
    assertOffered(engine.eval("databricks"));
    assertOffered(engine.eval("databricks", engine.createBindings()));
    assertOffered(engine.eval("databricks", new SimpleBindings()));
    assertOffered(engine.eval("databricks", new SimpleBindings(Map.of("x", 1))));
    ScriptContext foreign = new SimpleScriptContext();
    foreign.setBindings(new SimpleBindings(), ScriptContext.GLOBAL_SCOPE);
    assertOffered(engine.eval("databricks", foreign));
    assertThat(made).hasValue(1);
  }

  @Test
  void offersDatabricksToCompiledScriptsClosuresAndFunctions() throws Exception {
    CompiledScript compiled = ((Compilable) engine).compile("[1].collect { databricks }.first()");
    assertOffered(compiled.eval());
    assertOffered(compiled.eval(new SimpleBindings()));
    engine.eval("def own() { databricks }", new SimpleBindings());
    assertOffered(engine.invokeFunction("own"));
    assertThat(engine.eval("\"$databricks\"").toString())
        .isEqualTo(engine.get("databricks").toString());
    assertThat(engine.eval("binding.hasVariable('databricks')")).isEqualTo(true);
    assertThat(engine.eval("binding.databricks.is(databricks)")).isEqualTo(true);
  }

  @Test
  void makesNothingBeforeTheFirstUse() throws Exception {
    engine.eval("x = 1; binding.hasVariable('databricks')");
    assertThat(made).hasValue(0);
  }

  @Test
  void putsNothingIntoTheHostsMaps() throws Exception {
    Bindings bindings = engine.createBindings();
    engine.eval("databricks.toString()", bindings);
    engine.eval("databricks.toString()");
    assertThat(bindings).isEmpty();
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).isEmpty();
  }

  @Test
  void givesTheHostItsDatabricks() throws Exception {
    assertThat(engine.get("databricks")).isSameAs(engine.eval("databricks"));
    engine.put("databricks", "mine");
    assertThat(engine.get("databricks")).isEqualTo("mine");
    assertThat(engine.get("other")).isNull();
  }

  @Test
  void prefersWhatHostOrScriptPut() throws Exception {
    Bindings bindings = new SimpleBindings(Map.of("databricks", "the host's"));
    assertThat(engine.eval("databricks", bindings)).isEqualTo("the host's");
    assertThat(
            engine.eval("databricks = 'the script''s'.toString(); databricks".replace("''", "\\'")))
        .isEqualTo("the script's");
    assertThat(engine.eval("databricks")).isEqualTo("the script's");
    assertThat(made).hasValue(0);
  }

  @Test
  void prefersWhatIsInTheGlobalScope() throws Exception {
    ScriptEngineManager manager = new ScriptEngineManager();
    manager.put("databricks", "everybody's");
    ScriptEngine found = manager.getEngineByName("databricks");
    assertThat(found.eval("databricks")).isEqualTo("everybody's");
    assertThat(found.eval("databricks", new SimpleBindings())).isEqualTo("everybody's");
  }

  @Test
  void canBeTakenAwayByANull() throws Exception {
    Bindings bindings = new SimpleBindings();
    bindings.put("databricks", null);
    assertThat(engine.eval("databricks", bindings)).isNull();
  }

  @Test
  void readsAndWritesTheScopesOfItsContext() throws Exception {
    SimpleScriptContext context = new SimpleScriptContext();
    context.setBindings(new SimpleBindings(), ScriptContext.GLOBAL_SCOPE);
    context.setAttribute("everywhere", 1, ScriptContext.GLOBAL_SCOPE);
    context.setAttribute("here", 10, ScriptContext.ENGINE_SCOPE);
    assertThat(engine.eval("everywhere = everywhere + 1; fresh = here + everywhere", context))
        .isEqualTo(12);
    assertThat(context.getAttribute("everywhere", ScriptContext.GLOBAL_SCOPE)).isEqualTo(2);
    assertThat(context.getAttribute("fresh", ScriptContext.ENGINE_SCOPE)).isEqualTo(12);
    assertThat(context.getAttributesScope("everywhere")).isEqualTo(ScriptContext.GLOBAL_SCOPE);
    assertThat(engine.eval("context", context)).isSameAs(context);
  }

  @Test
  void keepsVariablesBetweenScripts() throws Exception {
    engine.eval("count = 1; def local = 2");
    assertThat(engine.eval("count + 1")).isEqualTo(2);
    assertThat(engine.get("count")).isEqualTo(1);
    assertThat(engine.eval("binding.removeVariable('count'); binding.hasVariable('count')"))
        .isEqualTo(false);
    assertThatThrownBy(() -> engine.eval("local"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining("No such property: local");
  }

  @Test
  void printsToTheWriterOfItsContext() throws Exception {
    StringWriter own = new StringWriter();
    engine.getContext().setWriter(own);
    engine.eval("print 'a'; println 'b'; printf '%d', 3; out.print 'c'");
    assertThat(own.toString()).isEqualTo("ab" + System.lineSeparator() + "3c");
    StringWriter other = new StringWriter();
    ScriptContext context = new SimpleScriptContext();
    context.setWriter(other);
    engine.eval("[1, 2].each { print it }", context);
    assertThat(other.toString()).isEqualTo("12");
  }

  @Test
  void returnsAClassThatIsNoScript() throws Exception {
    Class<?> type = (Class<?>) engine.eval("class Greeter { def greet() { 'hello' } }");
    assertThat(engine.eval("new Greeter().greet()")).isEqualTo("hello");
    assertThat(engine.invokeMethod(type.getConstructor().newInstance(), "greet"))
        .isEqualTo("hello");
  }

  private void assertOffered(Object value) {
    assertThat(value).isSameAs(engine.databricks());
  }
}
