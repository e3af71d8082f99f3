package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemTablesTest {
  private final Queries queries = new Queries();

  @Test
  void listsTheWorkspacesEndpoints() {
    assertThat(queries.rows("SELECT * FROM models ORDER BY name"))
        .containsExactly(
            Arrays.asList(
                "databricks-claude-sonnet-4-5",
                "llm/v1/chat",
                true,
                "Claude",
                null,
                LocalDateTime.of(2026, 1, 2, 3, 4, 5)),
            Arrays.asList("databricks-gte-large-en", "llm/v1/embeddings", true, null, null, null));
  }

  @Test
  void findsATableByEachOfItsNames() {
    for (String name :
        List.of("models", "MODELS", "main.models", "bricklane.main.models", "\"models\"")) {
      assertThat(queries.value("SELECT count(*) FROM " + name)).isEqualTo(2L);
    }
  }

  @Test
  void keepsALedgerOfCalls() {
    queries.rows("SELECT complete('m', x) FROM (VALUES 'a', 'a') t(x)");
    queries.rows("SELECT embed('e', 'text')");
    assertThat(
            queries.rows(
                """
                SELECT call_id, statement_id, "function", model, prompt_tokens, completion_tokens,
                  status, finish_reason, request_id, attempts, cached
                FROM calls ORDER BY call_id
                """))
        .containsExactly(
            Arrays.asList(1L, 1L, "complete", "m", 3, 5, "ok", "stop", "req-1", 1, false),
            Arrays.asList(2L, 1L, "complete", "m", null, null, "ok", "stop", "req-1", 0, true),
            Arrays.asList(3L, 2L, "embed", "e", 2, null, "ok", null, "emb-1", 1, false));
  }

  @Test
  void sumsUpEachStatementsUseOfAModel() {
    String sonnet = "databricks-claude-sonnet-4-5";
    queries.rows("SELECT complete('" + sonnet + "', x) FROM (VALUES 'a', 'b', 'a') t(x)");
    queries.rows("SELECT complete('m', 'x')");
    assertThat(
            queries.rows(
                """
                SELECT statement_id, model, calls, saved, errors, retries, prompt_tokens,
                  completion_tokens, cost, latency_p50_ms, latency_max_ms
                FROM usage ORDER BY statement_id
                """))
        .containsExactly(
            // 6 tokens in at 3 dollars a million, 10 out at 15.
            Arrays.asList(
                1L, sonnet, 2L, 1L, 0L, 0L, 6L, 10L, new BigDecimal("0.000168000"), 12L, 12L),
            Arrays.asList(2L, "m", 1L, 0L, 0L, 0L, 3L, 5L, null, 12L, 12L));
  }

  @Test
  void showsThePool() {
    assertThat(queries.rows("SELECT * FROM pool")).containsExactly(List.of(1, 2, 0, 3, 16));
  }

  @Test
  void writesAFailedCallToTheLedger() {
    try {
      queries.rows("SELECT complete('broken', 'p')");
    } catch (RuntimeException expected) {
      assertThat(expected).hasMessageContaining("limit");
    }
    assertThat(queries.rows("SELECT status, http_status, attempts, request_id FROM calls"))
        .containsExactly(List.of("rate_limited", 429, 3, "req-9"));
  }

  @Test
  void saysWhereAColumnComesFrom() {
    Column column =
        queries.prepare("SELECT m.name AS n, upper(m.name) FROM models m").columns().get(0);
    assertThat(column.label()).isEqualTo("n");
    assertThat(List.of(column.catalog(), column.schema(), column.table(), column.name()))
        .containsExactly("bricklane", "main", "models", "name");
  }

  @Test
  void describesTablesAndFunctionsWithoutANetworkCall() {
    Catalogue catalogue = queries.engine.catalogue();
    assertThat(catalogue.tables())
        .extracting(Catalogue.Table::name)
        .containsExactly("calls", "models", "pool", "properties", "usage", "views");
    assertThat(catalogue.functions())
        .extracting(Catalogue.Function::name, Catalogue.Function::table)
        .containsExactly(
            tuple("complete", false),
            tuple("complete", true),
            tuple("embed", false),
            tuple("embed", true));
    assertThat(catalogue.functions().get(0).arguments())
        .filteredOn(argument -> !argument.optional())
        .extracting(Catalogue.Argument::name)
        .containsExactly("model", "prompt");
  }
}
