package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.scripting.Databricks;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine over the embedded workspace. */
class EngineIT {
  private final DatabricksScriptEngine engine =
      new DatabricksScriptEngine(
          new DatabricksScriptEngineFactory(), () -> Databricks.connect("jdbc:bricklane:embedded"));

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Test
  void asksAModelFromScriptsAndFunctions() throws Exception {
    engine.eval(
        """
        def ask(who) {
          databricks.complete('embedded-responder', "Say hello to $who", max_tokens: 50)
        }
        """);
    assertThat(engine.invokeFunction("ask", "you").toString()).contains("you");
    assertThat(engine.eval("['a', 'b'].collect { ask(it) }.size()")).isEqualTo(2);
    assertThat(calls()).isEqualTo(3);
  }

  @Test
  void makesNoCallTwiceWhenAFunctionFailsAfterIt() throws Exception {
    engine.eval("def ask() { databricks.complete('embedded-responder', 'Hello'); nothing() }");
    assertThat(catchThrowableOfType(ScriptException.class, () -> engine.eval("ask()")))
        .hasMessageContaining("nothing");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void printsAStreamAsItComes() throws Exception {
    StringWriter printed = new StringWriter();
    engine.getContext().setWriter(printed);
    Object whole =
        engine.eval("databricks.stream('embedded-responder', 'Say hello') { print it }.toString()");
    assertThat(printed.toString()).isEqualTo(whole).isNotBlank();
  }

  @Test
  void givesTheDriversErrorsTheLineOfTheScript() {
    ScriptException failure =
        catchThrowableOfType(
            ScriptException.class,
            () ->
                engine.eval(
                    """
                    def ask = { model ->
                      databricks.complete(model, 'Hello')
                    }
                    ask('no-such-model')
                    """));
    assertThat(failure.getLineNumber()).isEqualTo(2);
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getSQLState()).isNotBlank();
              assertThat(failure).hasMessageStartingWith(e.getMessage().lines().findFirst().get());
            });
  }

  @Test
  void tellsTheVersionOfItsJar() {
    boolean packaged =
        DatabricksScriptEngine.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath()
            .endsWith(".jar");
    assertThat(engine.getFactory().getEngineVersion())
        .matches(packaged ? "\\d+\\.\\d+\\.\\d+.*" : "development");
  }

  @Test
  void sharesOneConnectionAmongScripts() throws Exception {
    assertThat(engine.eval("databricks.connection.is(databricks.connection)")).isEqualTo(true);
    assertThat(engine.eval("databricks.sql('SELECT 1 AS one')", engine.createBindings()))
        .isEqualTo(List.of(Map.of("one", 1)));
  }

  private long calls() throws Exception {
    return ((Number) engine.eval("databricks.sql('SELECT count(*) AS n FROM calls').first().n"))
        .longValue();
  }
}
