package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The binding as languages without named arguments and without Groovy's closures call it. */
class OtherLanguagesIT {
  private static final Map<String, Object> SHORT = Map.of("max_tokens", 3);

  private final List<String> pieces = new ArrayList<>();
  private Databricks databricks;

  /** As GraalJS gives functions to what takes a map or any object. */
  private static final class MapAndFunction extends HashMap<String, Object>
      implements Function<Object[], Object> {
    private static final long serialVersionUID = 1;
    private final transient Consumer<Object[]> code;

    MapAndFunction(Consumer<Object[]> code) {
      this.code = code;
    }

    @Override
    public Object apply(Object[] arguments) {
      code.accept(arguments);
      return arguments.length;
    }
  }

  @BeforeEach
  void bind() {
    databricks = Databricks.connect("jdbc:bricklane:embedded");
  }

  @AfterEach
  void close() throws SQLException {
    databricks.close();
  }

  @Test
  void takesArgumentsAsAMapAtTheEnd() throws SQLException {
    String model = "embedded-responder";
    assertThat(databricks.complete("Hi", SHORT).toString()).isEqualTo("Hello!");
    assertThat(databricks.complete(model, "Hi", SHORT).toString()).isEqualTo("Hello!");
    assertThat(databricks.stream("Hi", SHORT, pieces::add).toString()).isEqualTo("Hello!");
    assertThat(databricks.stream(model, "Hi", SHORT, pieces::add).toString()).isEqualTo("Hello!");
    assertThat(databricks.chat(model, SHORT).stream("Hi", SHORT, pieces::add).toString())
        .isEqualTo("Hello!");
    assertThat(String.join("", pieces)).isEqualTo("Hello!Hello!Hello!");
    assertThat(databricks.parallel(List.of("a"), item -> item, SHORT).get(0)).hasToString("Hello!");
    assertThat(
            databricks.extract(model, "Ada is 36", Map.of("age", Integer.class), Map.of("seed", 1)))
        .isEqualTo(Map.of("age", 36));
    Map<String, Object> small = Map.of("dimensions", 384);
    assertThat(databricks.embed("embedded-hashing-384", "a", small)).hasSize(384);
    assertThat(databricks.embed("embedded-hashing-384", List.of("a", "b"), small).size())
        .isEqualTo(2);
    assertThat(databricks.embed("embedded-hashing-384", new Object[] {"a"}, small).size())
        .isEqualTo(1);
    assertThat(databricks.embed(small, "embedded-hashing-384", new Object[] {"a"}).size())
        .isEqualTo(1);
    assertThat(
            databricks
                .chat(model, Map.of("system", "Be brief"), chat -> chat.user("Hi"))
                .getTurns())
        .hasSize(3);
  }

  @Test
  void takesAFunctionThatIsAMapToo() throws SQLException {
    MapAndFunction setup = new MapAndFunction(arguments -> ((ChatSetup) arguments[0]).user("Hi"));
    assertThat(String.valueOf(databricks.chat(setup).getAnswer())).contains("\"Hi\"");
    assertThat(databricks.chat("embedded-reasoner", setup).getModel())
        .isEqualTo("embedded-reasoner");
    List<Object> seen = new ArrayList<>();
    databricks.parallel(
        Map.of("progress", new MapAndFunction(arguments -> seen.add(List.of(arguments)))),
        List.of("a"),
        item -> item);
    assertThat(seen).containsExactly(List.of(0, 1), List.of(1, 1));
  }

  /** As Ruby's symbols are. */
  @Test
  void takesNamesThatAreNoTexts() throws SQLException {
    Object name = new StringBuilder("extract");
    assertThat(
            databricks
                .parallel(
                    Map.of(name, Map.of("age", Integer.class)), List.of("Ada is 36"), item -> item)
                .get(0))
        .isEqualTo(Map.of("age", 36));
  }

  @Test
  void saysWhatAPromptIs() {
    GroovyShell shell = new GroovyShell(new Binding(Map.of("databricks", databricks)));
    for (String call :
        List.of(
            "databricks.complete('embedded-responder', null)",
            "databricks.stream('embedded-responder', null) { }")) {
      assertThatThrownBy(() -> shell.evaluate(call))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("null");
    }
    assertThatThrownBy(() -> databricks.complete("embedded-responder", 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A prompt is a text");
    assertThatThrownBy(() -> databricks.stream("embedded-responder", 7, pieces::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A prompt is a text");
  }
}
