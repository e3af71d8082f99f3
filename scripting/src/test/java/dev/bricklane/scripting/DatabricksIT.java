package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;

class DatabricksIT {
  private static final String URL = "jdbc:bricklane:embedded";

  @Test
  void isFoundByItsNames() {
    ScriptEngineManager manager = new ScriptEngineManager();
    assertThat(List.of("databricks", "bricklane"))
        .allSatisfy(name ->
            assertThat(manager.getEngineByName(name)).isInstanceOf(DatabricksScriptEngine.class));
    assertThat(manager.getEngineByExtension("bricklane.groovy")).isNotNull();
  }

  @Test
  void bindsDatabricksWithoutConnecting() throws ScriptException {
    ScriptEngine engine = new ScriptEngineManager().getEngineByName("databricks");
    assertThat(engine.eval("databricks.toString()")).isEqualTo("databricks");
    Bindings own = engine.createBindings();
    own.put("x", 2);
    assertThat(engine.eval("\"${databricks}$x\".toString()", own)).isEqualTo("databricks2");
  }

  @Test
  void completesFromAScript() throws Exception {
    try (Databricks databricks = Databricks.connect(URL)) {
      ScriptEngine engine = new ScriptEngineManager().getEngineByName("databricks");
      engine.put("databricks", databricks);
      Object answer =
          engine.eval(
              """
              def who = 'world'
              databricks.complete('embedded-responder', "Say hello to ${who}", max_tokens: 200)
              """);
      assertThat((String) answer).isNotBlank();
      assertThat(databricks.sql("SELECT status FROM calls"))
          .containsExactly(Map.of("status", "ok"));
    }
  }

  @Test
  void embedsAndQueries() throws SQLException {
    try (Databricks databricks = Databricks.connect(URL)) {
      assertThat(databricks.embed("embedded-hashing-384", "text")).hasSize(384);
      assertThat(databricks.sql("SELECT 1 AS a, ? AS b", "it's"))
          .containsExactly(Map.of("a", 1, "b", "it's"));
    }
  }

  @Test
  void refusesWhatIsNotAnArgumentsName() throws SQLException {
    try (Databricks databricks = Databricks.connect(URL)) {
      assertThatThrownBy(() -> databricks.complete(Map.of("a => 1) --", 1), "m", "p"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("name");
    }
  }

  @Test
  void isClosedForGood() throws SQLException {
    Databricks databricks = Databricks.connect(URL);
    databricks.close();
    assertThatThrownBy(() -> databricks.sql("SELECT 1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("closed");
  }
}
