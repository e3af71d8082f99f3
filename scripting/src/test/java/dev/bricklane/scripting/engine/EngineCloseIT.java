package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.scripting.Databricks;
import java.sql.SQLException;
import javax.script.CompiledScript;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;

class EngineCloseIT {
  private final DatabricksScriptEngine engine =
      (DatabricksScriptEngine) new DatabricksScriptEngineFactory().getScriptEngine();

  @Test
  void refusesWorkOnceClosed() throws Exception {
    CompiledScript compiled = engine.compile("1");
    engine.eval("def f() { 1 }");
    engine.close();
    assertThatThrownBy(() -> engine.eval("1"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(compiled::eval).isInstanceOf(ScriptException.class);
    assertThatThrownBy(() -> engine.compile("1")).isInstanceOf(ScriptException.class);
    assertThatThrownBy(() -> engine.invokeFunction("f")).isInstanceOf(ScriptException.class);
    engine.close();
  }

  @Test
  void closesItsOwnDatabricksAndNoOther() throws Exception {
    Databricks own = (Databricks) engine.eval("databricks");
    try (Databricks others = Databricks.connect("jdbc:bricklane:embedded")) {
      engine.put("databricks", others);
      engine.close();
      assertThatThrownBy(() -> own.sql("SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("closed");
      assertThat(others.sql("SELECT 1 AS one")).hasSize(1);
    }
  }
}
