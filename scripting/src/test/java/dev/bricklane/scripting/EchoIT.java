package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.codehaus.groovy.jsr223.GroovyScriptEngineFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What conversations show while they go on. */
class EchoIT {
  private final ChatWorkspace workspace = new ChatWorkspace();
  private final StringWriter out = new StringWriter();

  @AfterEach
  void close() throws SQLException {
    workspace.close();
  }

  @Test
  void showsAnswersWhereTheScriptPrints() {
    workspace.binding.setVariable("out", new PrintWriter(out));
    Object chat =
        workspace.run(
            """
            println 'before'
            databricks.chat(echo: 'output') {
              system 'Be terse'
              tool('now', 'the time') { 'noon' }
              user 'now?'
            }
            """);
    assertThat(out).hasToString("before\n" + chat + "\n");
    assertThat(workspace.calls()).isEqualTo(2);
  }

  @Test
  void showsAnswersWhereTheEngineWrites() throws ScriptException {
    ScriptEngine engine = new GroovyScriptEngineFactory().getScriptEngine();
    engine.put("databricks", workspace.databricks);
    engine.getContext().setWriter(out);
    Object chat =
        engine.eval(
            """
            databricks.chat(echo: 'output') {
              tool('now', 'the time') { reject 'never' }
              user 'now?'
            }
            """);
    assertThat(out).hasToString(chat + "\n");
    assertThat(chat.toString()).contains("rejected: never");
  }

  @Test
  void isCheckedByTheCompiler() {
    workspace.binding.setVariable("writer", out);
    workspace.run(
        """
        import dev.bricklane.scripting.*
        @groovy.transform.CompileStatic
        Chat ask(Databricks data, Appendable writer) {
          Chat chat = data.chat([maxRounds: 3], 'embedded-responder') {
            system 'Be terse'
            out = writer
            echo = 'output'
            maxRounds = 4
            tool('lookup', 'finds', [id: Integer]) { Map args -> "person $args.id" }
            tool('now', 'the time') { -> 'noon' }
          }
          String answer = chat.ask('lookup id: 7')
          assert answer.contains('person 7') && chat.maxRounds == 4
          chat.stream('now') { String token -> }
          chat
        }
        ask(databricks, writer)
        """);
    assertThat(out.toString()).contains("person 7").endsWith("noon\".\n");
  }

  @Test
  void showsAll() {
    workspace.binding.setVariable("writer", out);
    Chat chat =
        (Chat)
            workspace.run(
                """
                def chat = databricks.chat(out: writer) {
                  echo 'all'
                  tool('lookup', 'finds', [id: Integer]) { args -> if (args.id > 7) reject 'too large'; 'Ada\\nL.' }
                  user 'lookup id: 7\\nplease'
                }
                chat.ask('lookup id: 8')
                chat.extract('id: 9', [id: Integer])
                chat.ask('Hi', echo: 'none')
                chat
                """);
    assertThat(out)
        .hasToString(
            """
            > lookup id: 7
            > please
            [tool call] lookup({"id":7})
            [tool result] Ada
            [tool result] L.
            %s
            > lookup id: 8
            [tool call] lookup({"id":8})
            [tool error] Error: The call was rejected: too large
            %s
            > id: 9
            {"id":9}
            """
                .formatted(chat.getTurns().get(3).getText(), chat.getTurns().get(7).getText()));
  }

  @Test
  void showsNothingUnasked() {
    workspace.binding.setVariable("out", new PrintWriter(out));
    workspace.run("databricks.chat { user 'Hi' }.stream('Ho') { }");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void endsTheLineOfAnAnswerThatBrokeOff() {
    workspace.binding.setVariable("writer", out);
    workspace.run(
        """
        def chat = databricks.chat('embedded-fault-stream-breaks', echo: 'output', out: writer)
        try {
          chat.ask('Hi')
          assert false
        } catch (java.sql.SQLException e) {
          assert chat.turns == []
        }
        """);
    assertThat(out).hasToString("Hello you\n");
  }
}
