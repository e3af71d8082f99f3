package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.embedded.EmbeddedWorkspace;
import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts say to {@code databricks}, over the embedded workspace. */
class DatabricksIT {
  private static final String URL = "jdbc:bricklane:embedded";
  private Databricks databricks;
  private GroovyShell shell;

  @BeforeEach
  void bind() {
    databricks = Databricks.connect(URL);
    shell = new GroovyShell(new Binding(Map.of("databricks", databricks)));
  }

  @AfterEach
  void close() throws SQLException {
    databricks.close();
  }

  private long calls() throws SQLException {
    return (Long) databricks.sql("SELECT COUNT(*) AS n FROM calls").get(0).get("n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks.complete('Say hello')",
        "databricks.complete('embedded-responder', 'Say hello')",
        "databricks.complete('Say hello', max_tokens: 100)",
        "databricks.complete('Say hello', model: 'embedded-responder', maxTokens: 100)",
        "databricks.complete('embedded-responder', 'Say hello', max_tokens: 100, temperature: 0)",
        "databricks.complete('embedded-responder', 'Say hello', [max_tokens: 100])",
        "databricks.complete(model: 'embedded-responder', prompt: 'Say hello', stop: ['xx', 'yy'])",
        "databricks.complete(messages: [[role: 'user', content: 'Say hello']])",
        "databricks.complete('Say hello', max_tokens: null)",
        "databricks.stream('Say hello') { }",
        "databricks.stream('embedded-responder', 'Say hello') { }",
        "databricks.stream('Say hello', max_tokens: 100) { }",
        "databricks.stream('embedded-responder', 'Say hello', temperature: 0) { }",
        "def what = 'hello'; databricks.complete(\"Say $what\")",
        "databricks.with(model: 'embedded-reasoner').with(user_agent: 'acme/1').complete('Say hello')",
      })
  void asksOnce(String script) throws SQLException {
    Object answer = shell.evaluate(script);
    assertThat(answer).isInstanceOf(Completion.class);
    assertThat(answer.toString()).contains("You sent \"Say hello\"");
    assertThat(((Completion) answer).getUsage().calls()).isEqualTo(1);
    if (!script.contains("with(")) {
      assertThat(calls()).isEqualTo(1);
    }
  }

  @Test
  void givesTokensWhileTheyCome() throws SQLException {
    try (EmbeddedWorkspace slow =
            EmbeddedWorkspace.builder().eventInterval(Duration.ofMillis(20)).start();
        Databricks bound =
            Databricks.connect(
                "jdbc:bricklane://127.0.0.1:%d;ssl=false".formatted(slow.uri().getPort()),
                Map.of("token", slow.token(), "model", "embedded-responder"))) {
      assertThat(
              new GroovyShell(new Binding(Map.of("databricks", bound)))
                  .evaluate(
                      """
                      def pieces = []
                      def answer = databricks.stream('Tell me more') { pieces << it }
                      assert pieces  // one or more: those that are there are given together
                      assert pieces.join('') == answer
                      answer.finishReason
                      """))
          .isEqualTo("stop");
    }
  }

  @Test
  void endsTheStreamThatItsReaderLeaves() throws SQLException {
    assertThatThrownBy(() ->
            shell.evaluate("databricks.stream('Tell me more') { throw new IOException('enough') }"))
        .hasStackTraceContaining("enough");
    assertThat(databricks.sql("SELECT status FROM calls")).hasSize(1);
  }

  @Test
  void givesNoAnswerWhereThereIsNone() {
    shell.evaluate(
        """
        def model = 'embedded-fault-internal-error'
        def data = databricks.with(maxRetries: 0)
        def whole = data.complete(model, 'Hi', on_error: 'null')
        def streamed = data.stream(model, 'Hi', on_error: 'null') { }
        assert whole.error.contains('Internal error') && streamed.error.contains('Internal error')
        assert whole == '' && streamed == ''
        try {
          data.stream(model, 'Hi') { }
          assert false
        } catch (java.sql.SQLException e) {
          assert e.message.contains('Internal error')
        }
        try {
          databricks.stream(null) { }
          assert false
        } catch (java.sql.SQLException e) {
          assert e.SQLState == '22004'
        }
        """);
  }

  @Test
  void isATextForGroovy() {
    shell.evaluate(
        """
        def answer = databricks.complete('Say hello')
        String text = answer
        assert text == answer && answer == text && answer in [text]
        assert answer.contains('hello') && answer =~ /You sent/
        assert (answer as String).class == String
        assert "<$answer>".length() == text.length() + 2
        assert 'x'.concat(answer) == 'x' + text
        assert [(text): 1].containsKey(answer as String)
        switch (answer) { case text: break; default: assert false }
        assert answer.details.keySet().containsAll(['content', 'finish_reason', 'request_id'])
        assert answer.message.role == 'assistant'
        assert answer.usage.promptTokens > 0
        assert "${answer.usage}".startsWith('1 call, ')
        assert answer.toolCalls == [] && answer.error == null
        """);
  }

  @Test
  void readsAnAnswerAsJsonAndAsNumbers() {
    shell.evaluate(
        """
        def city = databricks.complete('Paris has 2.1 million people', response_format:
            [type: 'object', properties: [city: [type: 'string']], required: ['city'], additionalProperties: false]) as Map
        assert city.keySet() == ['city'] as Set
        try {
          databricks.complete('Say hello') as Map
          assert false
        } catch (IllegalArgumentException e) {
          assert e.message.contains('not JSON') && e.message.contains('Hello!')
        }
        try {
          databricks.complete('Say hello') as Integer
          assert false
        } catch (IllegalArgumentException e) {
          assert e.message.contains('Integer')
        }
        """);
  }

  @Test
  void embedsInOneCall() throws SQLException {
    shell.evaluate(
        """
        def one = databricks.embed('embedded-hashing-384', 'a text')
        assert one instanceof float[] && one.length == 384
        def three = databricks.embed('embedded-hashing-384', ['a text', "b ${'text'}", 'c'])
        assert three.size() == 3 && three[0] == one && three[-1].length == 384
        assert "$three" == '3 vectors of 384 numbers'
        List<float[]> list = three as List
        assert list.size() == 3 && list[1] instanceof float[]
        assert Math.abs(databricks.similarity(one, three[0]) - 1) < 1e-6
        assert databricks.similarity([1, 0], [0, 1]) == 0
        assert databricks.similarity([1, 0] as float[], [-1.0, 0.0]) == -1
        assert databricks.embed('embedded-hashing-384', []).size() == 0
        """);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void refusesVectorsOfDifferentLength() {
    assertThatThrownBy(() -> databricks.similarity(new float[2], List.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and 1");
  }

  @Test
  void bindsTheValuesOfAText() throws SQLException {
    shell.evaluate(
        """
        def x = "it's"; def ids = [1, 3]
        assert databricks.sql("SELECT $x AS a") == [[a: "it's"]]
        assert databricks.sql("SELECT 1 AS a, ? AS b", "it's") == [[a: 1, b: "it's"]]
        assert databricks.sql('SELECT ? AS b', [x]) == [[b: "it's"]]
        assert databricks.sql("SELECT i FROM (VALUES 1, 2, 3) AS t(i) WHERE i IN ($ids)") == [[i: 1], [i: 3]]
        assert databricks.sql('SELECT ARRAY[1, 2] AS a') == [[a: [1, 2]]]
        def seen = []
        databricks.eachRow("SELECT i FROM (VALUES 1, 2) AS t(i) WHERE i > ${1}") { seen << it.i }
        assert seen == [2]
        """);
    assertThat(calls()).isZero();
  }

  @Test
  void refusesAValueWithinQuotes() {
    for (String query :
        List.of("SELECT '$x'", "SELECT 1 AS \\\"$x\\\"", "SELECT 1 -- $x", "SELECT 1 /* $x */")) {
      assertThatThrownBy(() -> shell.evaluate("def x = 'v'; databricks.sql(\"" + query + "\")"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Value 1");
    }
  }

  @Test
  void isAGroovySql() {
    shell.evaluate(
        """
        def who = "O'Hara"
        assert databricks.sql.firstRow("SELECT $who AS name").name == "O'Hara"
        def n = 0
        databricks.sql.eachRow('SELECT name FROM models') { n++ }
        assert n == databricks.models().size() && n > 10
        databricks.sql.close()
        assert databricks.sql.firstRow('SELECT 1 AS a').a == 1
        """);
  }

  @Test
  void evaluatesATextOnce() throws SQLException {
    shell.evaluate(
        """
        def n = 0
        def answer = databricks.complete("Number ${-> ++n}")
        assert n == 1 && answer.contains('Number 1')
        """);
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void tellsWhatWasUsed() {
    shell.evaluate(
        """
        assert databricks.usage() == [] && databricks.cost() == 0
        2.times { databricks.complete('Say hello') }
        databricks.embed('embedded-hashing-384', 'x')
        def usage = databricks.usage().find { it.model == 'embedded-responder' }
        assert usage.calls == 2 && usage.completion_tokens > 0
        assert databricks.cost() == 0
        assert "${databricks.cost()} ${usage.cost}" == '0 0'
        """);
  }

  @Test
  void sendsAFileAsItsBytes() {
    shell.evaluate(
        """
        def png = File.createTempFile('dot', '.png')
        png.bytes = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='.decodeBase64()
        def answer = databricks.complete('embedded-gpt-like', 'What is this?', images: png)
        assert answer.contains('image')
        assert databricks.complete('embedded-gpt-like', 'What is this?', images: [png, png.bytes]).contains('image')
        png.delete()
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it.complete('Explain')",
        "it.stream('Explain') {}",
        "it.chat { user 'Explain' }",
        "it.chat { user 'Hi'; assistant 'Hello'; user 'Explain' }",
        "it.chat().ask('Explain')",
      })
  void followsTheFirstPromptWithWhatIsPipedIn(String script) {
    shell.evaluate(
        """
        def it = databricks.withInput(new StringReader('a log\\n'))
        def first = (%s).toString()
        assert first.contains('You sent "Explain a log"')
        assert it.complete('Again').contains('You sent "Again"')
        """
            .formatted(script));
  }

  @Test
  void closesWhatItMade() throws SQLException {
    Databricks other = databricks.with(Map.of("model", "embedded-reasoner"));
    assertThat(other.complete("Hi").getModel()).isEqualTo("embedded-reasoner");
    databricks.close();
    assertThatThrownBy(() -> other.sql("SELECT 1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> databricks.sql("SELECT 1")).hasMessageContaining("closed");
  }

  @Test
  void refusesWhatIsNotAnArgumentsName() {
    assertThatThrownBy(() -> databricks.complete(Map.of("a => 1) --", 1), "m", "p"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("name");
    assertThatThrownBy(() -> databricks.complete(Map.of("max_tokn", 1), "m", "p"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("max_tok");
  }
}
