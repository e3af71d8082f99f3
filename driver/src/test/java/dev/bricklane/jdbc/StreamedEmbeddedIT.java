package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ServedEndpoint;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that was read while it came is the one that comes whole, whoever gives it. */
class StreamedEmbeddedIT {
  private static final String PROMPT = "Grüße, 日本 and 😀: \"one\"\n\ttwo \\ three";
  private static EmbeddedWorkspace workspace;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    EmbeddedWorkspace.Builder builder = EmbeddedWorkspace.builder();
    Stream.of(
            new ServedEndpoint("databricks-claude-x", Task.CHAT, Family.CLAUDE, "Claude", true),
            new ServedEndpoint("databricks-claude-thinks", Task.CHAT, Family.CLAUDE, "Claude", true)
                .with(Trait.REASONS, Trait.BRACES_FIRST),
            new ServedEndpoint("databricks-gpt-x", Task.CHAT, Family.GPT, "GPT", true),
            new ServedEndpoint("databricks-gemini-x", Task.CHAT, Family.GEMINI, "Gemini", true))
        .forEach(builder::endpoint);
    workspace = builder.start();
    connection =
        DriverManager.getConnection(
            "jdbc:bricklane://"
                + workspace.uri().getAuthority()
                + ";ssl=false;token="
                + workspace.token());
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    workspace.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databricks-claude-x |",
        "databricks-claude-x | response_format => 'json_object'",
        "databricks-claude-x | response_format => '{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}'",
        "databricks-claude-thinks |",
        "databricks-claude-thinks | response_format => '{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}'",
        "databricks-claude-thinks | max_tokens => 5",
        "databricks-gpt-x |",
        "databricks-gpt-x | api => 'responses'",
        "databricks-gpt-x | response_format => 'json_object'",
        "databricks-gpt-x | api => 'open_responses'",
        "databricks-gemini-x |",
        "databricks-gemini-x | api => 'gemini'",
        "databricks-gemini-x | surface => 'gateway'",
        "embedded-responder | surface => 'gateway'",
        "embedded-responder | api => 'invocations'",
        "embedded-reasoner |",
        "embedded-reasoner | api => 'responses'",
        "embedded-open-like |",
        "embedded-citing |",
        "embedded-refusing |",
        "embedded-filtering |",
        "embedded-completions | api => 'completions'",
        "embedded-agent | api => 'responses'",
        "embedded-chat-agent | api => 'invocations'",
        "embedded-responder | tools => '[{\"name\":\"report\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}]'",
      })
  void isTheWholeAnswer(String model, String arguments) throws Exception {
    String whole;
    try (PreparedStatement statement = prepare(model, arguments, false);
        ResultSet row = statement.executeQuery()) {
      assertThat(row.next()).isTrue();
      whole = row.getString(1);
    }
    long calls = workspace.modelCalls();
    try (PreparedStatement statement = prepare(model, arguments, true);
        ResultSet row = statement.executeQuery()) {
      assertThat(row.next()).isTrue();
      assertThat(read(row.getCharacterStream(1))).isEqualTo(whole);
      assertThat(read(row.getCharacterStream(1))).isEqualTo(whole);
      assertThat(row.getString(1)).isEqualTo(whole);
      assertThat(row.next()).isFalse();
    }
    assertThat(workspace.modelCalls()).isEqualTo(calls + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databricks-claude-thinks |",
        "databricks-gpt-x | max_tokens => 3",
        "embedded-reasoner | api => 'responses'",
        "embedded-responder | tool_choice => 'report', tools => '[{\"name\":\"report\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}]'",
      })
  void tellsWhatElseTheAnswerHolds(String model, String arguments) throws Exception {
    String more = arguments == null ? "" : ", " + arguments;
    Map<String, Object> whole = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT * FROM complete(?, ?" + more + ")")) {
      statement.setString(1, model);
      statement.setString(2, PROMPT);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          whole.put(row.getMetaData().getColumnLabel(i), row.getObject(i));
        }
      }
    }
    long calls = workspace.modelCalls();
    try (PreparedStatement statement = prepare(model, arguments, true);
        ResultSet row = statement.executeQuery()) {
      assertThat(row.next()).isTrue();
      StreamedAnswer answer = row.getObject(1, StreamedAnswer.class);
      String text = read(answer.reader());
      assertThat(text).isEqualTo(Objects.requireNonNullElse(whole.get("content"), ""));
      assertThat(whole).containsOnlyKeys(answer.columns().keySet());
      assertThat(answer.columns()).containsAllEntriesOf(told(whole));
      assertThat(answer.columns().get("tool_calls") == null)
          .isEqualTo(whole.get("tool_calls") == null);
      assertThat(answer.columns().get("message")).isNotNull();
      answer.close();
      assertThatThrownBy(answer::columns)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("closed");
    }
    assertThat(workspace.modelCalls()).isEqualTo(calls + 1);
  }

  @Test
  void isNoStreamWithoutBeingAskedFor() throws SQLException {
    try (PreparedStatement statement = prepare("embedded-responder", null, false);
        ResultSet row = statement.executeQuery()) {
      assertThat(row.next()).isTrue();
      assertThatThrownBy(() -> row.getObject(1, StreamedAnswer.class))
          .isInstanceOf(SQLException.class);
    }
  }

  /** Returns what has no identifier in it and is the same each time. */
  private static Map<String, Object> told(Map<String, Object> columns) {
    Map<String, Object> told = new LinkedHashMap<>(columns);
    told.keySet()
        .retainAll(
            Set.of(
                "reasoning",
                "finish_reason",
                "model",
                "prompt_tokens",
                "completion_tokens",
                "error"));
    return told;
  }

  private static PreparedStatement prepare(String model, String arguments, boolean stream)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "SELECT complete(?, ?, stream => ?"
                + (arguments == null ? "" : ", " + arguments)
                + ")");
    statement.setString(1, model);
    statement.setString(2, PROMPT);
    statement.setBoolean(3, stream);
    return statement;
  }

  private static String read(Reader reader) throws Exception {
    if (reader == null) {
      return null;
    }
    StringWriter text = new StringWriter();
    reader.transferTo(text);
    return text.toString();
  }
}
