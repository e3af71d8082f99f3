package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A prompt for each of many items, over the embedded workspace. */
class ParallelIT {
  /** A prompt that the embedded models refuse: longer than their context. */
  private static final String TOO_LONG = "('word ' * 200_000)";

  private Databricks databricks;
  private GroovyShell shell;

  @BeforeEach
  void bind() {
    databricks = Databricks.connect("jdbc:bricklane:embedded");
    shell = new GroovyShell(new Binding(Map.of("databricks", databricks)));
  }

  @AfterEach
  void close() throws SQLException {
    databricks.close();
  }

  private long calls() throws SQLException {
    return (Long)
        databricks.sql("SELECT COUNT(*) AS n FROM calls WHERE NOT cached").get(0).get("n");
  }

  @Test
  void keepsTheOrder() throws SQLException {
    shell.evaluate(
        """
        def answers = databricks.parallel(1..50) { "Number $it" }
        assert answers.size() == 50 && answers instanceof List
        answers.eachWithIndex { answer, i -> assert answer.contains("\\"Number ${i + 1}\\"") }
        assert answers.usage.calls() == 50 && answers.usage.promptTokens > 0
        assert answers.errors.isEmpty()
        assert answers[0].details.keySet().first() == 'content'
        """);
    assertThat(calls()).isEqualTo(50);
  }

  @Test
  void takesWhatCanBeGoneThrough() throws SQLException {
    shell.evaluate(
        """
        def ask = { items -> databricks.parallel(items, max_tokens: 100, model: 'embedded-reasoner') { "<$it>" } }
        assert ask(['a', 'b'] as String[])*.text.every { it }
        assert ask([1, 2] as int[])[1].contains('<2>')
        assert ask(['x', 'y'].stream())[1].contains('<y>')
        assert ask(['x', 'y'] as Set)[0].model == 'embedded-reasoner'
        assert ask([k: 1])[0].contains('<k=1>')
        assert ask([]) == []
        assert databricks.parallel([a: 1, b: 2]) { "$it.key has $it.value" }[1].contains('b has 2')
        """);
    assertThatThrownBy(() -> shell.evaluate("databricks.parallel(1) { it }"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void callsOnceForEqualPromptsAndNeverForNull() throws SQLException {
    shell.evaluate(
        """
        def n = 0
        def answers = databricks.parallel(['a', null, 'b', 'a']) { n++; it }
        assert n == 4 && answers[0] == answers[3] && answers[1] == null && answers[2].contains('"b"')
        assert answers.usage.calls() == 2
        assert databricks.parallel([null]) { it } == [null]
        """);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void keepsAnErrorToItsItem() {
    shell.evaluate(
        """
        def answers = databricks.parallel(['a', %s, 'b'], onError: 'null') { it }
        assert answers[0] && answers[1] == null && answers[2]
        assert answers.errors.keySet() == [1] as Set
        assert answers.errors[1].contains('context')
        assert answers.usage.calls() >= 2
        """
            .formatted(TOO_LONG));
  }

  @Test
  void givesDataOfTheWantedTypes() throws SQLException {
    shell.evaluate(
        """
        def found = databricks.parallel(['Ada is 36', null, 'Bob is 7'], extract: [name: String, age: Integer]) { it }
        assert found.size() == 3 && found[1] == null
        assert found[0].age == 36 && found[2].age instanceof Integer
        assert found.completions[0].usage.promptTokens > 0 && found.completions[1] == null
        assert databricks.parallel(['Ada is 36'], extract: Integer) { it } == [36]
        """);
    assertThat(calls()).isEqualTo(3);
  }

  @Test
  void keepsDataThatDoesNotFitToItsItem() {
    String wanted = "extract: [age: Integer], max_tokens: 1";
    shell.evaluate(
        """
        def found = databricks.parallel(['Ada is 36'], %s, onError: 'null') { it }
        assert found == [null] && found.errors[0].contains('max_tokens') && found.completions[0]
        """
            .formatted(wanted));
    assertThatThrownBy(() ->
            shell.evaluate("databricks.parallel(['Ada is 36'], %s) { it }".formatted(wanted)))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("Item 0 ")
        .hasMessageContaining("max_tokens");
  }

  @Test
  void failsAtTheFirstItemThatFails() {
    assertThatThrownBy(() ->
            shell.evaluate(
                "databricks.parallel(['a', null, 'b', %s, 'c']) { it }".formatted(TOO_LONG)))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("Item 3 ")
        .hasMessageContaining("context")
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("54000"))
        .hasCauseInstanceOf(SQLException.class);
  }

  @Test
  void stopsCallingAfterAFailure() throws SQLException {
    assertThatThrownBy(() ->
            shell.evaluate(
                "databricks.parallel(0..999) { it == 3 ? %s : \"Number $it\" }"
                    .formatted(TOO_LONG)))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("Item 3 ");
    assertThat(calls()).isLessThan(200);
  }

  @Test
  void tellsHowFarItIs() {
    shell.evaluate(
        """
        def seen = []
        databricks.parallel([1, null, 3], progress: { done, all -> seen << [done, all] }) { it }
        assert seen == [[1, 3], [2, 3], [3, 3]]
        def one = []
        databricks.parallel([1, 2], progress: { one << it }) { it }
        assert one == [0, 1, 2]
        assert databricks.parallel([1], progress: true) { it }.size() == 1
        assert databricks.parallel([1], progress: false) { it }.size() == 1
        """);
    assertThatThrownBy(() -> shell.evaluate("databricks.parallel([1], progress: 'x') { it }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("progress");
  }

  @Test
  void endsWithWhatTheListenerThrows() throws SQLException {
    assertThatThrownBy(() ->
            shell.evaluate(
                """
                databricks.parallel(1..1000, progress: { done, all ->
                  if (done == 2) throw new IllegalStateException('enough') }) { "Number $it" }
                """))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
    assertThat(calls()).isLessThan(200);
  }

  @Test
  void makesAllPromptsBeforeTheFirstCall() throws SQLException {
    assertThatThrownBy(() ->
            shell.evaluate(
                "databricks.parallel(1..5) { if (it == 5) throw new IOException('no'); it }"))
        .hasStackTraceContaining("no");
    assertThat(calls()).isZero();
  }

  @Test
  void takesTenThousandItems() throws SQLException {
    Answers answers = databricks.parallel(IntStream.range(0, 10_000).boxed(), i -> "Number " + i);
    assertThat(answers).hasSize(10_000);
    for (int i : List.of(0, 1, 5_000, 9_999)) {
      assertThat(answers.get(i).toString()).contains("\"Number " + i + "\"");
    }
    assertThat(answers.getUsage().calls()).isEqualTo(10_000);
  }
}
