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

/** Tools of scripts, called by models of an embedded workspace. */
class ChatToolsIT {
  private final ChatWorkspace workspace = new ChatWorkspace();

  @AfterEach
  void close() throws SQLException {
    workspace.close();
  }

  /** Returns what the model was told last. */
  private String told() {
    JsonNode messages = workspace.last().get("messages");
    JsonNode message = messages.get(messages.size() - 1);
    assertThat(message.get("role").asText()).isEqualTo("tool");
    return message.get("content").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'embedded-responder'",
        "'embedded-reasoner'",
        "'embedded-gpt-like'",
        "'embedded-claude-like'",
        "'embedded-claude-like', thinking: 1024, max_tokens: 3000",
        "'embedded-gemini-like'",
        "'embedded-open-like'",
        "'embedded-gpt-like', api: 'responses'",
        "'embedded-gpt-like', api: 'responses', reasoning_effort: 'low'",
        "'embedded-gemini-like', api: 'gemini'",
        "'embedded-responder', surface: 'gateway'",
      })
  void runsToolsUntilTheModelWantsNoMore(String model) {
    workspace.run(
        """
        def seen = []
        def chat = databricks.chat(%s) {
          system 'You look things up'
          tool('lookup', 'Finds a person', [id: Integer, tags: [String]]) { args ->
            seen << args.id
            assert args.id instanceof Integer && args.tags instanceof List
            [name: 'Ada', id: args.id]
          }
          tool('now', 'The time') { -> 'noon' }
          user 'lookup id: 7'
        }
        assert seen == [7]
        assert chat.answer.contains('The tool lookup answered') && chat.answer.contains('Ada')
        assert chat.turns*.role == ['system', 'user', 'assistant', 'tool', 'assistant']
        assert chat.turns[2].toolCalls*.name == ['lookup'] && chat.turns[2].toolCalls[0].arguments.id == 7
        assert chat.turns[3].toolResults*.text == ['{"name":"Ada","id":7}'] && !chat.turns[3].toolResults[0].error
        assert chat.usage.calls() == 2
        assert chat.ask('now?').contains('noon')
        assert chat.stream('lookup id: 8') { }.contains('Ada')
        assert seen == [7, 8] && chat.usage.calls() == 6 && chat.turns.size() == 13
        """
            .formatted(model));
    assertThat(workspace.calls()).isEqualTo(6);
  }

  @Test
  void runsSeveralToolsInTheirOrder() {
    workspace.run(
        """
        for (model in ['embedded-gpt-like', 'embedded-claude-like', 'embedded-gemini-like']) {
          def order = []
          def main = Thread.currentThread()
          def chat = databricks.chat(model) {
            tool('first', 'one') { order << 1; assert Thread.currentThread().is(main); 'a' }
            tool('second', 'two') { order << 2; "b${1}" }
            user 'Use second and first'
          }
          assert order == [1, 2] && chat.usage.calls() == 2
          assert chat.turns[2].toolResults*.text == ['a', 'b1']
          assert chat.turns[2].messages*.tool_call_id == chat.turns[1].toolCalls*.id
          assert chat.answer.contains('first answered "a"') && chat.answer.contains('second answered "b1"')
        }
        """);
  }

  @Test
  void tellsTheModelWhatIsWrong() {
    workspace.binding.setVariable("workspace", workspace);
    workspace.run(
        """
        import dev.bricklane.scripting.ToolRejection
        def helper() { throw new IOException('no disk') }
        def chat = databricks.chat() {
          tool('lookup', 'finds', [id: Integer, 'tags?': [String]]) { args ->
            switch (args.id) {
              case 1: throw new IllegalStateException('no person 1')
              case 2: throw new ToolRejection('not 2')
              case 3: reject "not ${args.id}"
              case 4: helper()
              case 5: user 'x'
              case 6: return databricks
              default: return null
            }
          }
        }
        def told = { name, arguments ->
          workspace.callsTool(name, arguments)
          chat.ask('Go')
          def results = chat.turns[-2].toolResults
          assert results.size() == 1 && results[0].name == name
          "${results[0].error}: ${results[0].text}" as String
        }
        assert told('lookup', '{"id":1}') == 'true: Error: IllegalStateException: no person 1'
        assert told('lookup', '{"id":2}') == 'true: Error: The call was rejected: not 2'
        assert told('lookup', '{"id":3}') == 'true: Error: The call was rejected: not 3'
        assert told('lookup', '{"id":4}') == 'true: Error: IOException: no disk'
        assert told('lookup', '{"id":5}').contains('The conversation has begun')
        assert told('lookup', '{"id":7}') == 'false: null'
        assert told('lookup', '{"id":"many"}').contains('lookup.id should be')
        assert told('lookup', '{}') == 'true: Error: lookup.id is missing'
        assert told('lookup', '{"id":1,"tag":["x"]}') == 'true: Error: There is no argument tag; there are [id, tags]'
        assert told('lookup', '{"id":').startsWith('true: Error: ')
        assert told('lookup', '[1]').contains('no JSON object')
        assert told('lookdown', '{}') == 'true: Error: There is no tool lookdown; there are [lookup]'
        assert chat.turns.size() == 48
        """);
    assertThat(workspace.calls()).isEqualTo(24);
    assertThat(told()).startsWith("Error: There is no tool lookdown");
  }

  @Test
  void givesResultsAsTextsOrJson() {
    workspace.binding.setVariable("usage", new Usage(1, 2, 3, 0));
    workspace.binding.setVariable("workspace", workspace);
    workspace.run(
        """
        class Person { String name; boolean old; private String secret = 's'; List<Person> children = [] }
        @groovy.transform.Immutable class Point { int x; int y }
        def value
        def chat = databricks.chat { tool('get', 'gets') { -> value } }
        def told = {
          value = it
          workspace.callsTool('get', '')
          chat.ask('Go')
          chat.turns[-2].toolResults[0].text
        }
        assert told('text') == 'text'
        assert told("te${'xt'}") == 'text'
        assert told('') == '""'
        assert told(null) == 'null'
        assert told(7) == '7' && told(true) == 'true' && told(1.50) == '1.50'
        assert told([a: [1, null], b: "x${1}"]) == '{"a":[1,null],"b":"x1"}'
        assert told(new Person(name: 'Ada', children: [new Person(name: 'Bob', old: true)])) ==
          '{"name":"Ada","old":false,"children":[{"name":"Bob","old":true,"children":[]}]}'
        assert told([new Point(1, 2)]) == '[{"x":1,"y":2}]'
        assert told(usage) == '{"calls":1,"promptTokens":2,"completionTokens":3,"cachedTokens":0}'
        assert told(databricks.sql('SELECT 1 AS a')) == '[{"a":1}]'
        """);
  }

  @Test
  void takesFunctionsAndClasses() {
    workspace.run(
        """
        import dev.bricklane.scripting.Tool
        import java.util.function.*
        class Query { Integer id; List<String> tags }
        def chat = databricks.chat()
        chat.tool('lookup', 'finds', Query) { Query q -> "person $q.id" }
        chat.tool('ping', 'answers', { 'pong' } as Supplier)
        chat.tool('peek', 'looks', [id: Integer], { it.id + 1 } as Function)
        chat.tool(Tool.of('poke', 'pokes', [:]) { args -> "poked $args" })
        assert chat.tools*.name == ['lookup', 'ping', 'peek', 'poke']
        assert chat.tools[0].description == 'finds' && "${chat.tools[0]}" == 'lookup: finds'
        assert chat.ask('lookup id: 7').contains('person 7')
        assert chat.ask('ping').contains('pong')
        assert chat.ask('peek id: 7').contains('"8"')
        assert chat.ask('poke').contains('poked [:]')
        """);
    JsonNode tools = workspace.last().get("tools");
    assertThat(tools.at("/0/function/parameters/properties/id/type").asText()).isEqualTo("integer");
    assertThat(tools.at("/1/function").has("parameters")).isFalse();
    assertThat(workspace.calls()).isEqualTo(8);
  }

  @Test
  void endsAfterItsRounds() {
    workspace.binding.setVariable("workspace", workspace);
    workspace.run(
        """
        def n = 0
        def chat = databricks.chat { maxRounds 2; tool('again', 'goes on') { n++ } }
        chat.ask('Hi')
        3.times { workspace.callsTool('again', '{}') }
        try {
          chat.ask('Go')
          assert false
        } catch (IllegalStateException e) {
          assert e.message.contains('again') && e.message.contains('2 rounds') && e.message.contains('maxRounds')
        }
        assert n == 2 && chat.turns.size() == 2 && chat.usage.calls() == 4
        2.times { workspace.callsTool('again', '{}') }
        assert chat.ask('Go').contains('The tool again answered "3"')
        """);
    assertThat(workspace.calls()).isEqualTo(7);
  }

  @Test
  void forcesAToolOnlyOnce() {
    workspace.run(
        """
        for (choice in ['required', 'lookup', [type: 'function', function: [name: 'lookup']]]) {
          def chat = databricks.chat(tool_choice: choice) { tool('lookup', 'finds', [id: Integer]) { 'Ada' } }
          assert chat.ask('Who is 7?').contains('Ada') && chat.usage.calls() == 2
        }
        """);
  }

  @Test
  void endsWithAnError() {
    workspace.run(
        """
        def chat = databricks.chat { tool('now', 'the time') { throw new AssertionError('stop') } }
        chat.ask('Hi')
        try {
          chat.ask('now')
          assert false : 'went on'
        } catch (AssertionError e) {
          assert e.message == 'stop'
        }
        assert chat.turns.size() == 2
        chat.tool('now', 'the time') { Thread.currentThread().interrupt(); throw new InterruptedException() }
        try {
          chat.ask('now')
          assert false
        } catch (IllegalStateException e) {
          assert Thread.interrupted()
        }
        chat.tool('now', 'the time') { 'noon' }
        assert chat.ask('now').contains('noon') && chat.turns.size() == 6
        """);
  }

  @Test
  void losesNothingWhereACallAfterToolsFails() throws SQLException {
    Chat chat = (Chat) workspace.run("databricks.chat { tool('now', 'the time') { 'noon' } }");
    workspace.callsTool("now", "{}");
    workspace.replies.add(Fault.INTERNAL_ERROR.reply());
    assertThatThrownBy(() -> chat.ask("now?")).isInstanceOf(SQLException.class);
    assertThat(chat.getTurns()).isEmpty();
    assertThat(chat.getUsage().calls()).isEqualTo(1);
    assertThat(chat.ask("now?").toString()).contains("noon");
  }

  @Test
  void cannotBeAskedByItsOwnTool() {
    workspace.run(
        """
        def chat = databricks.chat()
        chat.tool('now', 'the time') { chat.ask('Hi') }
        chat.ask('now')
        assert chat.turns[2].toolResults[0].text.contains('fork()')
        chat.turns = []
        chat.tool('now', 'the time') { chat.fork().ask('Hi') }
        assert chat.ask('now').contains('You sent')
        """);
    assertThat(workspace.calls()).isEqualTo(5);
  }

  @Test
  void leavesNamesToTheScriptOnceItRuns() {
    workspace.run(
        """
        def user(name) { "user $name" }
        assert databricks.chat { tool('who', 'names') { user('Ada') }; it.user 'who?' }.answer.contains('user Ada')
        """);
  }

  @Test
  void isWhatOtherLanguagesCall() throws SQLException {
    Chat chat =
        workspace.databricks.chat(
            "embedded-responder",
            setup ->
                setup
                    .system("Look things up")
                    .tool(
                        "lookup",
                        "finds",
                        Map.of("id", Integer.class),
                        (Map<String, Object> args) -> List.of(args.get("id")))
                    .tool("now", "the time", () -> "noon")
                    .user("lookup id: 7"));
    assertThat(chat.toString()).contains("[7]");
    assertThat(workspace.calls()).isEqualTo(2);
  }
}
