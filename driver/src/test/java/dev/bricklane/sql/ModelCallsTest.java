package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCallsTest {
  private final Queries queries = new Queries();

  /** Tools send such numbers for "all rows". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LIMIT 3000000000                          | 2
          ORDER BY x LIMIT 99999999999999999999     | 2
          OFFSET 1 ROWS FETCH NEXT 3000000000 ROWS ONLY | 1
          OFFSET 3000000000                         | 0
          """)
  void takesLimitsThatAreLargerThanAnyResult(String limit, int calls) {
    String query = "SELECT complete('m', x) FROM (VALUES ('a'), ('b')) AS t(x) " + limit;
    assertThat(queries.rows("SELECT * FROM (" + query + ") AS q")).hasSize(calls);
    assertThat(queries.gateway.chats).hasSize(calls);
  }

  @Test
  void completesAPrompt() {
    assertThat(queries.value("SELECT complete('m', 'hello')")).isEqualTo("HELLO");
    assertThat(queries.gateway.chats)
        .containsExactly(new ChatRequest("m", List.of(Message.user("hello")), Map.of()));
  }

  @Test
  void takesArgumentsByNameAfterThoseByPosition() {
    queries.value(
        "SELECT complete('m', 'p', temperature => 0.5, max_tokens => 7, system => 's', stop => 'x')");
    ChatRequest request = queries.gateway.chats.get(0);
    assertThat(request.messages()).containsExactly(Message.system("s"), Message.user("p"));
    assertThat(request.parameters())
        .isEqualTo(Map.of("temperature", 0.5, "max_tokens", 7, "stop", List.of("x")));
  }

  @Test
  void takesAllArgumentsByNameInAnyOrder() {
    queries.value("SELECT complete(prompt => 'p', model => 'm', stop => ARRAY['a', 'b'])");
    assertThat(queries.gateway.chats.get(0).parameters())
        .isEqualTo(Map.of("stop", List.of("a", "b")));
  }

  @Test
  void wrapsABareJsonSchema() {
    queries.value(
        "SELECT complete('m', 'p', response_format => '{\"type\":\"object\",\"properties\":{}}')");
    assertThat(queries.gateway.chats.get(0).parameters())
        .isEqualTo(
            Map.of(
                "response_format",
                Map.of(
                    "type",
                    "json_schema",
                    "json_schema",
                    Map.of(
                        "name",
                        "response",
                        "schema",
                        Map.of("type", "object", "properties", Map.of())))));
    queries.value(
        "SELECT complete('m', 'q', response_format =>"
            + " '{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}')");
    assertThat(queries.gateway.chats.get(1).parameters().toString()).contains("strict=true");
  }

  @Test
  void passesTheWiresOwnResponseFormat() {
    queries.value("SELECT complete('m', 'p', response_format => 'json_object')");
    queries.value("SELECT complete('m', 'q', response_format => '{\"type\":\"json_object\"}')");
    assertThat(queries.gateway.chats)
        .allSatisfy(request ->
            assertThat(request.parameters())
                .isEqualTo(Map.of("response_format", Map.of("type", "json_object"))));
  }

  @Test
  void givesNullForANullPromptWithoutACall() {
    assertThat(queries.value("SELECT complete('m', CAST(NULL AS VARCHAR))")).isNull();
    assertThat(queries.value("SELECT embed('m', NULL)")).isNull();
    assertThat(queries.rows("SELECT * FROM complete('m', NULL)")).isEmpty();
    assertThat(queries.gateway.chats).isEmpty();
    assertThat(queries.gateway.embeddings).isEmpty();
  }

  @Test
  void keepsApostrophesQuestionMarksAndTheWorldsScripts() {
    assertThat(queries.value("SELECT complete('m', 'it''s ok? ☃ 日本 -- no comment')"))
        .isEqualTo("IT'S OK? ☃ 日本 -- NO COMMENT");
  }

  @Test
  void completesAsATable() {
    assertThat(queries.labels("SELECT * FROM complete('m', 'hi')"))
        .containsExactly(
            "content",
            "reasoning",
            "finish_reason",
            "model",
            "prompt_tokens",
            "completion_tokens",
            "total_tokens",
            "latency_ms",
            "request_id",
            "error",
            "refusal",
            "tool_calls",
            "thinking",
            "citations",
            "message",
            "output",
            "cached_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "served_model",
            "logprobs");
    List<Object> answered = queries.rows("SELECT * FROM complete('m', 'hi')").get(0);
    assertThat(answered.subList(0, 10))
        .isEqualTo(Arrays.asList("HI", null, "stop", "m", 3, 5, 8, 12L, "req-1", null));
    assertThat(answered.subList(10, 20)).containsOnlyNulls();
  }

  @Test
  void completesForEachRowOfATable() {
    String lateral =
        "SELECT t.x, c.content FROM (VALUES 'a', 'bbb') AS t(x), LATERAL %s AS c ORDER BY t.x";
    List<List<Object>> expected = List.of(List.of("a", "A"), List.of("bbb", "BBB"));
    assertThat(queries.rows(lateral.formatted("TABLE(complete('m', t.x))"))).isEqualTo(expected);
    assertThat(queries.rows(lateral.formatted("complete('m', prompt => t.x)"))).isEqualTo(expected);
  }

  @Test
  void embedsATextAsAVector() {
    assertThat(queries.value("SELECT embed('e', 'abc')")).isEqualTo(List.of(3f, 0.5f));
    assertThat(queries.prepare("SELECT embed('e', 'abc')").columns().get(0).type().name())
        .isEqualTo("REAL ARRAY");
  }

  @Test
  void embedsSeveralTextsInOneCallAsATable() {
    assertThat(
            queries.rows(
                "SELECT index, input, embedding FROM embed('e', ARRAY['a', 'bcd'], dimensions => 2)"))
        .containsExactly(List.of(0, "a", List.of(1f, 0.5f)), List.of(1, "bcd", List.of(3f, 0.5f)));
    assertThat(queries.gateway.embeddings).hasSize(1);
    assertThat(queries.gateway.embeddings.get(0).parameters()).isEqualTo(Map.of("dimensions", 2));
  }

  @Test
  void asksOnceForEqualRequestsOfAStatement() {
    assertThat(
            queries.rows(
                "SELECT complete('m', x), complete('m', x) FROM (VALUES 'a', 'b', 'a') t(x)"))
        .hasSize(3);
    assertThat(queries.gateway.chats).hasSize(2);
  }

  @Test
  void makesNoCallThatTheAnswerDoesNotNeed() {
    queries.rows("SELECT count(*) FROM (SELECT complete('m', x) FROM (VALUES 'a', 'b') t(x))");
    queries.rows("SELECT * FROM (SELECT complete('m', 'q') AS a) SPARK_GEN_SUBQ_0 WHERE 1=0");
    queries.rows("SELECT complete('m', x) FROM (VALUES 'a', 'b') t(x) LIMIT 0");
    queries.prepare("SELECT complete('m', 'constant')");
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void readsNoFurtherThanItsReader() {
    queries.rowsUpTo(2, "SELECT complete('m', x) FROM (VALUES 'a', 'b', 'c') t(x)");
    assertThat(queries.gateway.chats).hasSize(2);
    queries.rows("SELECT complete('m', x) FROM (VALUES 'd', 'e', 'f') t(x) LIMIT 1");
    assertThat(queries.gateway.chats).hasSize(3);
    queries.rows(
        "SELECT complete('m', x) FROM (VALUES 'g', 'h', 'i') t(x) ORDER BY x DESC LIMIT 1");
    assertThat(queries.gateway.chats).hasSize(4);
  }

  @Test
  void namesAColumnWithoutAliasAfterItsFunction() {
    assertThat(queries.labels("SELECT complete('m', 'x'), embed('m', 'x'), 1 + 1 AS two"))
        .containsExactly("complete", "embed", "two");
  }

  @Test
  void foldsNoCallWhileExplaining() {
    assertThat((String) queries.value("EXPLAIN PLAN FOR SELECT complete('m', 'x')"))
        .contains("complete(");
    assertThat(queries.gateway.chats).isEmpty();
  }
}
