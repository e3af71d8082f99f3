package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.Fault;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations of scripts, over an embedded workspace. */
class ChatIT {
  private final ChatWorkspace workspace = new ChatWorkspace();

  @AfterEach
  void close() throws SQLException {
    workspace.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks.chat()",
        "databricks.chat('embedded-responder')",
        "databricks.chat(max_tokens: 50)",
        "databricks.chat(model: 'embedded-responder')",
        "databricks.chat('embedded-responder', max_tokens: 50, temperature: 0)",
        "databricks.chat { }",
        "databricks.chat { -> system 'Be terse' }",
        "databricks.chat { user 'Hi'; assistant 'Hello' }",
        "databricks.chat(max_tokens: 50) { it.system 'Be terse' }",
        "databricks.chat('embedded-responder') { system 'Be terse'; tool('now', 'the time') { 1 } }",
        "databricks.chat('embedded-responder', max_tokens: 50) { system 'Be terse' }",
        "databricks.chat([:], 'embedded-responder', { s -> s.system('x') } as java.util.function.Consumer)",
        "databricks.chat('embedded-responder', { s -> s.system('x') } as java.util.function.Consumer)",
      })
  void asksNothingUnasked(String script) {
    Chat chat = (Chat) workspace.run(script);
    assertThat(workspace.calls()).isZero();
    assertThat((Object) chat.getAnswer()).isNull();
    assertThat(chat.getUsage()).isEqualTo(Usage.NONE);
    assertThat(chat.toString()).isEqualTo(chat.getTranscript());
    assertThat(chat.getTranscript()).startsWith("Chat with embedded-responder: 0 calls");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks.chat { user 'Say hello' }.answer",
        "databricks.chat { user \"Say ${'hello'}\" }.answer",
        "databricks.chat { it.user('Say hello') }.answer",
        "databricks.chat('embedded-responder', { it.user('Say hello') } as java.util.function.Consumer).answer",
        "databricks.chat('embedded-responder').ask('Say hello')",
        "def chat = databricks.chat(); chat('Say hello')",
        "def chat = databricks.chat(); chat('Say hello', max_tokens: 100)",
        "databricks.chat().ask('Say hello', maxTokens: 100)",
        "databricks.chat().ask('Say hello', [max_tokens: 100])",
        "databricks.chat().stream('Say hello') { }",
        "databricks.chat().stream('Say hello', max_tokens: 100) { }",
      })
  void asksOnce(String script) {
    assertThat(workspace.run(script))
        .isInstanceOf(Completion.class)
        .asString()
        .contains("You sent \"Say hello\"");
    assertThat(workspace.calls()).isEqualTo(1);
  }

  @Test
  void keepsItsTurns() {
    workspace.run(
        """
        def chat = databricks.chat('embedded-responder', max_tokens: 500) {
          system 'You are terse'
          system 'And kind'
          user 'Where is Paris?'; assistant 'In France'
          user 'Say hello'
        }
        assert chat.turns*.role == ['system', 'user', 'assistant', 'user', 'assistant']
        assert chat.turns[0].text == 'You are terse\\n\\nAnd kind' && chat.system == chat.turns[0].text
        assert chat.answer.contains('You sent "Say hello"') && chat.answer.contains('after 2 other messages')
        assert chat.turns[-1].completion.is(chat.answer) && chat.turns[-1].usage == chat.usage
        assert chat.turns[-1].messages == [chat.answer.message]
        assert "$chat" == chat.answer && chat as String == chat.answer.toString()
        def first = chat.usage
        def answer = chat.ask("Say ${'more'}", max_tokens: 400)
        assert answer.is(chat.answer) && answer.contains('after 4 other messages')
        assert chat.turns.size() == 7
        assert chat.usage == first + answer.usage && chat.usage.calls() == 2
        assert chat.transcript.readLines()[-2..-1] == ['user: Say more', "assistant: $answer" as String]
        """);
    assertThat(workspace.calls()).isEqualTo(2);
    assertThat(workspace.bodies().get(0).get("max_tokens").intValue()).isEqualTo(500);
    assertThat(workspace.last().get("max_tokens").intValue()).isEqualTo(400);
    assertThat(workspace.last().get("messages").get(0).get("role").asText()).isEqualTo("system");
  }

  @Test
  void leavesItsTurnsAsTheyWereWhereACallFails() throws SQLException {
    Chat chat = workspace.databricks.chat(Map.of("system", "Be terse"));
    chat.ask("One");
    List<Turn> before = chat.getTurns();
    workspace.replies.add(Fault.INTERNAL_ERROR.reply());
    assertThatThrownBy(() -> chat.ask("Two")).isInstanceOf(SQLException.class);
    assertThat(chat.getTurns()).isEqualTo(before);
    assertThat(chat.ask("Two").toString()).contains("\"Two\"", "after 2 other messages");
    assertThat(chat.getTurns()).hasSize(5);
    assertThatThrownBy(() ->
            chat.stream(
                "Three",
                piece -> {
                  throw new IllegalStateException("enough");
                }))
        .hasStackTraceContaining("enough");
    assertThat(chat.getTurns()).hasSize(5);
    assertThatThrownBy(() -> chat.ask(Map.of("max_tokn", 1), "Four"))
        .isInstanceOf(SQLException.class);
    assertThat(chat.ask("Three").toString()).contains("\"Three\"", "after 4 other messages");
  }

  @Test
  void givesTheErrorThatWasAskedForAndKeepsNoTurn() throws SQLException {
    Chat chat = workspace.databricks.chat(Map.of("on_error", "null"));
    workspace.replies.add(Fault.INTERNAL_ERROR.reply());
    assertThat(chat.ask("One").getError()).isNotNull();
    assertThat(chat.getTurns()).isEmpty();
    assertThat(chat.ask("One").getError()).isNull();
    assertThat(chat.getTurns()).hasSize(2);
  }

  @Test
  void sendsReasoningBackAsItCame() {
    String script =
        """
        def chat = databricks.chat('CALL)
        chat.ask('One')
        assert chat.answer.reasoning
        chat.stream('Two') { }
        assert chat.answer.reasoning
        chat.ask('Three')
        assert chat.turns.size() == 6 && chat.answer.contains('after 4 other messages')
        """;
    for (String call :
        List.of(
            "embedded-reasoner', max_tokens: 3000",
            "embedded-claude-like', thinking: 1024, max_tokens: 3000",
            "embedded-gpt-like', api: 'responses', params: [reasoning: [effort: 'low', summary: 'auto']]",
            "embedded-gemini-like', api: 'gemini', thinking: 1024")) {
      workspace.run(script.replace("CALL", call));
      List<JsonNode> bodies = workspace.bodies();
      assertThat(bodies.get(bodies.size() - 1).toString())
          .as(call)
          .contains("I am a program and do not think");
    }
    assertThat(workspace.calls()).isEqualTo(12);
  }

  @Test
  void sendsWhatLiesBesideAText() {
    workspace.run(
        """
        def png = File.createTempFile('dot', '.png')
        png.bytes = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='.decodeBase64()
        def chat = databricks.chat('embedded-gemini-like') {
          user 'What is this?', image: png
          assistant 'A dot'
          user 'And these?', images: [png, png.toPath(), png.bytes]
        }
        assert chat.answer.contains('With it came image/png')
        assert chat.turns[0].toString() == 'user: What is this? [image]'
        assert chat.turns[2].toString() == 'user: And these? [image] [image] [image]'
        def wav = 'RIFF....WAVEfmt '.bytes
        assert chat.ask('', audio: wav).contains('audio/')
        chat.ask('And now?')
        png.delete()
        for (wrong in [[image: 'dot.png'], [image: 'http://x.example/a.png'], [image: wav], [image: 1]]) {
          try {
            chat.ask('What?', wrong)
            assert false
          } catch (IllegalArgumentException e) {
            assert e.message.contains('image')
          }
        }
        try {
          databricks.chat { user 'What?', img: wav }
          assert false
        } catch (IllegalArgumentException e) {
          assert e.message.contains('[img]')
        }
        """);
    assertThat(workspace.calls()).isEqualTo(3);
    assertThat(workspace.last().at("/messages/0/content/1/image_url/url").asText())
        .startsWith("data:image/png;base64,");
  }

  @Test
  void extractsWithinTheConversation() {
    workspace.run(
        """
        for (model in ['embedded-responder', 'embedded-gpt-like', 'embedded-claude-like', 'embedded-gemini-like']) {
          def chat = databricks.chat(model, tool_choice: 'auto') {
            tool('lookup', 'finds', [id: Integer]) { it }
          }
          chat.ask('Say hello')
          def found = chat.extract('name: Ada, age: 36', [name: String, age: Integer])
          assert found == [name: 'Ada', age: 36]
          assert chat.extract('36 and 37', [Integer]) == [36, 37]
          assert chat.extract('36', Integer, max_tokens: 100) == 36
          assert chat.ask('Go on').contains('after 8 other messages')
          assert chat.turns.size() == 10 && chat.usage.calls() == 5
        }
        """);
    assertThat(workspace.calls()).isEqualTo(20);
  }

  @Test
  void keepsNoTurnOfWhatWasNotWanted() throws SQLException {
    Chat chat = workspace.databricks.chat();
    workspace.reply("{\"role\": \"assistant\", \"content\": \"{\\\"age\\\": \\\"old\\\"}\"}");
    assertThatThrownBy(() -> chat.extract("How old?", Map.of("age", Integer.class)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("age");
    assertThat(chat.getTurns()).isEmpty();
    assertThat(chat.getUsage().calls()).isEqualTo(1);
    assertThat(chat.extract("36 years", Map.of("age", Integer.class))).isEqualTo(Map.of("age", 36));
  }

  @Test
  void forks() {
    workspace.run(
        """
        def chat = databricks.chat(echo: 'none', maxRounds: 3, max_tokens: 70) {
          tool('now', 'the time') { 1 }
          user 'One'
        }
        def other = chat.fork()
        assert other.turns == chat.turns && other.answer == chat.answer && other.usage.calls() == 0
        other.tool('then', 'another time') { 2 }
        other.maxRounds = 4
        other.ask('Two')
        assert chat.turns.size() == 2 && other.turns.size() == 4
        assert chat.tools*.name == ['now'] && other.tools*.name == ['now', 'then']
        assert chat.maxRounds == 3 && other.usage.calls() == 1 && chat.usage.calls() == 1
        """);
    assertThat(workspace.last().get("max_tokens").intValue()).isEqualTo(70);
  }

  @Test
  void isTakenUpAgain() {
    workspace.run(
        """
        import dev.bricklane.scripting.Tool
        def chat = databricks.chat('embedded-claude-like', system: 'Be terse') {
          tool('lookup', 'finds', [id: Integer]) { 'Ada' }
          user 'lookup id: 7'
        }
        def tool = Tool.of('lookup', 'finds', [id: Integer]) { 'Ada' }
        for (saved in [chat.messages, new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(chat.messages)]) {
          def other = databricks.chat('embedded-claude-like', messages: saved, tools: [tool])
          assert other.messages == chat.messages
          assert other.turns*.toString() == chat.turns*.toString().collect { it.replace('[lookup: ', '[: ') }
          assert other.ask('Go on').contains('after 4 other messages')
        }
        """);
    assertThat(workspace.calls()).isEqualTo(4);
  }

  @Test
  void canBeChanged() {
    workspace.run(
        """
        def chat = databricks.chat(system: 'Be terse') { user 'One' }
        chat.system = 'Be kind'
        assert chat.turns*.text[0..1] == ['Be kind', 'One']
        chat.system = null
        assert chat.system == null && chat.turns.size() == 2
        chat.ask('Two')
        chat.turns = chat.turns.take(2)
        assert chat.ask('Three').contains('after 2 other messages')
        assert chat.echo == 'none' && chat.model == 'embedded-responder'
        """);
  }

  @Test
  void readsItsAnswer() {
    workspace.reply("{\"role\": \"assistant\", \"content\": \"42\"}");
    workspace.run(
        """
        def chat = databricks.chat { user 'How many?' }
        assert chat as Integer == 42 && "<$chat>" == '<42>'
        try {
          databricks.chat() as Integer
          assert false
        } catch (IllegalStateException e) {
          assert e.message.contains('no answer')
        }
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks.chat(echo: 'loud')",
        "databricks.chat(out: 1)",
        "databricks.chat(maxRounds: -1)",
        "databricks.chat(maxRounds: 'many')",
        "databricks.chat(messages: 1)",
        "databricks.chat(messages: [[content: 'Hi']])",
        "databricks.chat(tools: [[name: 'lookup']])",
        "databricks.chat { tool('my tool', 'has a space') { 1 } }",
        "databricks.chat { tool('lookup', 'finds', Integer) { 1 } }",
      })
  void refusesWhatCannotBe(String script) {
    assertThatThrownBy(() -> workspace.run(script)).isInstanceOf(IllegalArgumentException.class);
    assertThat(workspace.calls()).isZero();
  }
}
