package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.error.BricklaneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that name models by aliases; each call that is made stands in {@code calls}. */
class AliasesTest {
  private static final String ROWS = "FROM (VALUES 'a', 'b', 'a') AS t(x)";

  @TempDir private Path folder;
  private Queries queries;

  @BeforeEach
  void writesAliases() throws IOException {
    Path file = folder.resolve("aliases.yaml");
    Files.writeString(
        file,
        """
        aliases:
          good: {model: one, defaults: {max_tokens: 9}}
          frail: {model: broken, fallbacks: [broken, good]}
          hopeless: {model: broken, fallbacks: [broken]}
        """);
    queries = new Queries(";aliases=" + file);
  }

  @Test
  void asksTheModelThatAnAliasStandsFor() {
    assertThat(queries.rows("SELECT complete('good', x) " + ROWS))
        .containsExactly(List.of("A"), List.of("B"), List.of("A"));
    assertThat(queries.gateway.chats).extracting(ChatRequest::model).containsExactly("one", "one");
    assertThat(queries.gateway.chats.get(0).parameters()).containsEntry("max_tokens", 9);
    assertThat(queries.rows("SELECT DISTINCT model FROM calls")).containsExactly(List.of("one"));
  }

  @Test
  void asksTheNextModelWhenOneFailsOnceForEqualRequests() {
    assertThat(queries.rows("SELECT complete('frail', x) " + ROWS))
        .containsExactly(List.of("A"), List.of("B"), List.of("A"));
    // For each of the two prompts: broken, which is not asked again, then the alias that works.
    assertThat(queries.gateway.chats).hasSize(4);
    assertThat(
            queries.rows(
                "SELECT model, status, count(*) FROM calls WHERE NOT cached GROUP BY model, status"
                    + " ORDER BY model"))
        .containsExactly(List.of("broken", "rate_limited", 2L), List.of("one", "ok", 2L));
  }

  @Test
  void failsWithTheLastErrorWhereAllFail() {
    assertThatThrownBy(() -> queries.rows("SELECT complete('hopeless', 'x')"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("The model broken met its limit");
    assertThat(queries.gateway.chats).hasSize(1);
  }

  @Test
  void embedsWithTheModelThatAnAliasStandsFor() {
    queries.rows("SELECT embed('good', 'text')");
    assertThat(queries.gateway.embeddings)
        .extracting(EmbeddingRequest::model)
        .containsExactly("one");
  }
}
