package dev.bricklane.sql;

import static dev.bricklane.sql.ModelFunction.ResultType.BIGINT;
import static dev.bricklane.sql.ModelFunction.ResultType.BOOLEAN;
import static dev.bricklane.sql.ModelFunction.ResultType.INTEGER;
import static dev.bricklane.sql.ModelFunction.ResultType.TEXT;
import static dev.bricklane.sql.ModelFunction.ResultType.TIMESTAMP;

import dev.bricklane.client.PoolStats;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.config.AttachedSource;
import dev.bricklane.config.AttachedSource.NamedSetting;
import dev.bricklane.config.DriverConfig.Setting;
import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.CallRecord;
import dev.bricklane.sql.ModelFunction.Result;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of Bricklane's own: what models there are, what was called, and how the connection is
 * set.
 */
final class SystemTables {
  /** Their names, in small letters. */
  static final Set<String> NAMES =
      Set.of("models", "calls", "usage", "pool", "properties", "views");

  private SystemTables() {}

  /** Lists the workspace's endpoints, which is a network call but not a model call. */
  static SystemTable models() {
    return new SystemTable(
        "The workspace's model endpoints.",
        List.of(
            new Result("name", TEXT, "What a function names as its model."),
            new Result("task", TEXT, "llm/v1/chat, llm/v1/embeddings, …"),
            new Result("ready", BOOLEAN, "Whether it answers now."),
            new Result("description", TEXT, "What it is."),
            new Result("creator", TEXT, "Who made it."),
            new Result("created", TIMESTAMP, "When, in UTC.")),
        calls -> calls.endpoints().stream().map(SystemTables::row).toList());
  }

  private static @Nullable Object[] row(ServingEndpoint endpoint) {
    return new @Nullable Object[] {
      endpoint.name(),
      endpoint.task(),
      endpoint.ready(),
      endpoint.description(),
      endpoint.creator(),
      endpoint.created() == null ? null : endpoint.created().toEpochMilli()
    };
  }

  /** Lists this connection's model calls, oldest first. */
  static SystemTable calls(CallLedger ledger) {
    return new SystemTable(
        "This connection's model calls, the last " + CallLedger.CAPACITY + " of them.",
        List.of(
            new Result("call_id", BIGINT, "Counts the connection's calls from 1."),
            new Result("statement_id", BIGINT, "Counts the connection's statements from 1."),
            new Result("function", TEXT, "The SQL function that asked."),
            new Result("model", TEXT, "The model as the statement names it."),
            new Result("started", TIMESTAMP, "When, in UTC."),
            new Result("latency_ms", BIGINT, "How long the answer took."),
            new Result("prompt_tokens", INTEGER, "Tokens of the input."),
            new Result("completion_tokens", INTEGER, "Tokens of the answer."),
            new Result("total_tokens", INTEGER, "Tokens in all, as reported."),
            new Result("status", TEXT, "ok, or what went wrong."),
            new Result("finish_reason", TEXT, "stop, length, content_filter, …"),
            new Result("http_status", INTEGER, "Of a failed call."),
            new Result("request_id", TEXT, "The service's id of the request."),
            new Result("attempts", INTEGER, "How often it was sent."),
            new Result("cached", BOOLEAN, "Whether an earlier answer was used instead.")),
        () -> ledger.records().stream().map(SystemTables::row).toList());
  }

  private static @Nullable Object[] row(CallRecord call) {
    return new @Nullable Object[] {
      call.number(),
      call.statement(),
      call.function(),
      call.model(),
      call.started().toEpochMilli(),
      call.latency().toMillis(),
      call.usage().promptTokens(),
      call.usage().completionTokens(),
      call.usage().totalTokens(),
      call.status(),
      call.finishReason(),
      call.httpStatus() == 0 ? null : call.httpStatus(),
      call.requestId(),
      call.attempts(),
      call.cached()
    };
  }

  /** Shows the pool of clients, in one row. */
  static SystemTable pool(Supplier<PoolStats> stats) {
    return new SystemTable(
        "The pool of clients that this connection shares with others of its workspace and identity.",
        List.of(
            new Result("active", INTEGER, "Clients in use, which is calls in flight."),
            new Result("idle", INTEGER, "Clients that are free."),
            new Result("waiting", INTEGER, "Calls that wait for a client."),
            new Result("total", INTEGER, "Clients in all."),
            new Result("maximum", INTEGER, "The most clients there may be.")),
        () -> {
          PoolStats now = stats.get();
          return List.<@Nullable Object[]>of(
              new @Nullable Object[] {
                now.active(), now.idle(), now.waiting(), now.total(), now.maximum()
              });
        });
  }

  /** Lists the connection's settings; secrets come masked. */
  static SystemTable properties(List<Setting> settings, List<AttachedSource> attached) {
    return new SystemTable(
        "This connection's settings and where each came from.",
        List.of(
            new Result("name", TEXT, "The property's name."),
            new Result("setting", TEXT, "Its value; a secret is masked."),
            new Result("source", TEXT, "URL, Properties, environment, profile or default."),
            new Result("description", TEXT, "What it means.")),
        () ->
            Stream.concat(
                    settings.stream().map(SystemTables::row),
                    attached.stream()
                        .flatMap(source -> source.settings().stream())
                        .map(SystemTables::row))
                .toList());
  }

  private static @Nullable Object[] row(NamedSetting setting) {
    return new @Nullable Object[] {
      setting.name(), setting.value(), setting.source(), setting.description()
    };
  }

  private static @Nullable Object[] row(Setting setting) {
    return new @Nullable Object[] {
      setting.property().key(), setting.value(), setting.source(), setting.property().description()
    };
  }

  /** Lists the views that files define. */
  static SystemTable views(DefinedObjects objects) {
    return new SystemTable(
        "The views that files define; see the properties init and views.",
        List.of(
            new Result("catalog", TEXT, "Its catalog."),
            new Result("schema", TEXT, "Its schema."),
            new Result("name", TEXT, "Its name."),
            new Result("definition", TEXT, "Its query."),
            new Result("file", TEXT, "Where it is defined."),
            new Result("problem", TEXT, "Why it cannot be read now; NULL if it can.")),
        () -> {
          objects.lookAgain();
          return objects.views().stream().map(SystemTables::row).toList();
        });
  }

  private static @Nullable Object[] row(ViewTable view) {
    Definition.View definition = view.definition();
    return new @Nullable Object[] {
      SqlEngine.CATALOG,
      definition.schema(),
      definition.name(),
      definition.body().text(),
      definition.body().file().path().toString(),
      view.problem()
    };
  }
}
