package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.GroovySystem;
import java.io.StringWriter;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabricksScriptEngineFactoryTest {
  private final ScriptEngineManager manager = new ScriptEngineManager();
  private final ScriptEngineFactory factory = new DatabricksScriptEngineFactory();

  @ParameterizedTest
  @ValueSource(strings = {"databricks", "bricklane"})
  void isFoundByItsNames(String name) {
    assertThat(manager.getEngineByName(name)).isInstanceOf(DatabricksScriptEngine.class);
  }

  @Test
  void isFoundByExtensionAndMimeType() {
    assertThat(manager.getEngineByExtension("bricklane.groovy"))
        .isInstanceOf(DatabricksScriptEngine.class);
    assertThat(manager.getEngineByMimeType("application/x-bricklane-groovy"))
        .isInstanceOf(DatabricksScriptEngine.class);
  }

  @Test
  void leavesGroovysOwnNamesToGroovy() {
    assertThat(factory.getNames()).doesNotContain("groovy", "Groovy");
    assertThat(factory.getExtensions()).doesNotContain("groovy");
    assertThat(factory.getMimeTypes()).doesNotContain("application/x-groovy");
  }

  @Test
  void namesEngineAndLanguage() {
    assertThat(factory.getParameter(ScriptEngine.ENGINE)).isEqualTo("Bricklane");
    assertThat(factory.getParameter(ScriptEngine.NAME)).isEqualTo("databricks");
    assertThat(factory.getParameter(ScriptEngine.LANGUAGE)).isEqualTo("Groovy");
    assertThat(factory.getParameter(ScriptEngine.LANGUAGE_VERSION))
        .isEqualTo(GroovySystem.getVersion());
    assertThat(factory.getParameter(ScriptEngine.ENGINE_VERSION))
        .isEqualTo(factory.getEngineVersion());
    assertThat(factory.getParameter("THREADING")).isEqualTo("MULTITHREADED");
    assertThat(factory.getParameter("unknown")).isNull();
  }

  @Test
  void isTheFactoryOfItsEngines() {
    assertThat(factory.getScriptEngine().getFactory()).isSameAs(factory);
  }

  @Test
  void writesCallsAndPrograms() {
    assertThat(factory.getMethodCallSyntax("databricks", "complete", "model", "'hi'"))
        .isEqualTo("databricks.complete(model, 'hi')");
    assertThat(factory.getMethodCallSyntax("databricks", "models"))
        .isEqualTo("databricks.models()");
    assertThat(factory.getProgram("a = 1", "a + 1")).isEqualTo("a = 1\na + 1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "it's", "a \"b\" c", "costs $5 and ${x}", "\\ and \n and \r", ""})
  void printsTextsAsTheyAre(String text) throws Exception {
    ScriptEngine engine = factory.getScriptEngine();
    StringWriter written = new StringWriter();
    engine.getContext().setWriter(written);
    engine.eval(factory.getProgram(factory.getOutputStatement(text)));
    assertThat(written.toString()).isEqualTo(text + System.lineSeparator());
  }
}
