package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.GroovyShell;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data out of texts, by the embedded responder, which fills schemas from the prompt's own words.
 */
class ExtractIT {
  record Person(String name, int age) {}

  private Databricks databricks;
  private GroovyShell shell;

  @BeforeEach
  void bind() {
    databricks = Databricks.connect("jdbc:bricklane:embedded");
    shell = new GroovyShell();
    shell.setVariable("databricks", databricks);
  }

  @AfterEach
  void close() throws SQLException {
    databricks.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embedded-responder",
        "embedded-gpt-like",
        "embedded-claude-like",
        "embedded-gemini-like"
      })
  void givesTypedFieldsInOneCall(String model) throws SQLException {
    shell.setVariable("model", model);
    shell.evaluate(
        """
        def person = databricks.extract(model, 'Ann is 41 years old', [name: String, age: Integer, tags: [String]])
        assert person.keySet() as List == ['name', 'age', 'tags']
        assert person.name instanceof String && person.age == 41 && person.tags instanceof List
        """);
    assertThat(databricks.sql("SELECT COUNT(*) AS n FROM calls").get(0)).containsEntry("n", 1L);
  }

  @Test
  void givesObjectsScalarsAndLists() {
    shell.evaluate(
        """
        class Buyer { String name; int age }
        def buyer = databricks.extract('Ann is 41 years old', Buyer)
        assert buyer instanceof Buyer && buyer.age == 41
        assert databricks.extract('Ann is 41 years old', Integer) == 41
        assert databricks.extract('Ann is 41 years old', [String], temperature: 0) instanceof List
        assert databricks.extract('embedded-responder', 'Ann is 41', [mood: ['good', 'bad']], max_tokens: 200).mood in ['good', 'bad']
        """);
  }

  @Test
  void givesARecordToJava() throws SQLException {
    Object person = databricks.extract("embedded-responder", "Ann is 41 years old", Person.class);
    assertThat(person).isInstanceOfSatisfying(Person.class, p -> assertThat(p.age()).isEqualTo(41));
  }

  @Test
  void saysThatAnAnswerWasCutOff() {
    assertThatThrownBy(() ->
            databricks.extract(
                Map.of("max_tokens", 2),
                "embedded-responder",
                "Ann is 41 years old",
                Map.of("name", String.class, "age", Integer.class)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("max_tokens");
  }

  @Test
  void saysThatTheModelRefused() {
    assertThatThrownBy(() -> databricks.extract("embedded-refusing", "Ann is 41", Person.class))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no data");
  }
}
