package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
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
