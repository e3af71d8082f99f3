package dev.bricklane.conformance.heavy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SQL warehouse on loopback that speaks the Statement Execution API: sessions, statements with
 * parameters, results as Arrow, small ones in the answer and large ones behind links. Written after
 * the API's public reference, and after what databricks-jdbc sends and reads.
 */
final class StandInWarehouse implements AutoCloseable {
  static final String TOKEN = "dapi-very-secret-0123456789";
  static final String ID = "abcdef0123456789";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 100;
  private static final Pattern STATEMENT =
      Pattern.compile("/api/2\\.0/sql/statements/([^/]+)(/cancel|/result/chunks/(\\d+))?");
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
  private static final Pattern SESSION =
      Pattern.compile("/api/2\\.0/sql/(?:sessions/[^/]+|warehouses/" + ID + "/sessions)");

  /** A statement that was sent. */
  record Sent(String text, List<WarehouseTables.Parameter> parameters) {}

  private record Running(List<List<List<Object>>> chunks, WarehouseTables.Result result) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WarehouseTables tables;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Running> statements = new ConcurrentHashMap<>();
  private final Map<String, Boolean> held = new ConcurrentHashMap<>();
  private final CountDownLatch holding = new CountDownLatch(1);
  private volatile boolean holds;
  private volatile int refusal;

  StandInWarehouse(String... definitions) throws IOException, SQLException {
    tables = new WarehouseTables(definitions);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns the URL that a user would write, without the token. */
  String url() {
    return "jdbc:databricks://127.0.0.1:"
        + server.getAddress().getPort()
        + "/default;ssl=0;httpPath=/sql/1.0/warehouses/"
        + ID
        + ";ConnCatalog=workspace;UseThriftClient=0;EnableTelemetry=0";
  }

  /** Returns the queries that were sent, without what metadata asks. */
  List<Sent> queries() {
    return sent.stream().filter(each -> each.text().contains("FROM")).toList();
  }

  /** Returns all statements that were sent. */
  List<String> statements() {
    return sent.stream().map(Sent::text).toList();
  }

  /** Returns method and path of each request to the warehouse. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Answers everything with this status from now on; 0 for no more. */
  void refuse(int status) {
    refusal = status;
  }

  /** Lets queries run until they are cancelled. */
  void hold() {
    holds = true;
  }

  /** Waits for the first query that is held. */
  void awaitHeld() throws InterruptedException {
    holding.await();
  }

  /** Returns how many held statements were cancelled. */
  long cancelled() {
    return held.values().stream().filter(cancelled -> cancelled).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.startsWith("/chunks/")) {
        chunk(exchange, path.split("/"));
        return;
      }
      boolean known = path.startsWith("/api/2.0/sql/");
      if (known) {
        requests.add(exchange.getRequestMethod() + " " + path);
      }
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        refused(exchange, 401);
      } else if (refusal > 0) {
        refused(exchange, refusal);
      } else if (!known) {
        error(exchange, 404, "ENDPOINT_NOT_FOUND", "No API found for '" + path + "'");
      } else {
        answer(exchange, path, body);
      }
    }
  }

  private static void refused(HttpExchange exchange, int status) throws IOException {
    error(
        exchange,
        status,
        status == 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED",
        "You do not have permission to use the SQL Warehouse.");
  }

  private void answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    String method = exchange.getRequestMethod();
    Matcher statement = STATEMENT.matcher(path);
    if (SESSION.matcher(path).matches()) {
      ObjectNode session = JSON.createObjectNode();
      if (method.equals("POST")) {
        session.put("session_id", UUID.randomUUID().toString());
      }
      json(exchange, 200, session);
    } else if (path.equals("/api/2.0/sql/statements/") && method.equals("POST")) {
      execute(exchange, JSON.readTree(body));
    } else if (statement.matches() && method.equals("GET") && statement.group(3) != null) {
      json(exchange, 200, links(statement.group(1), Integer.parseInt(statement.group(3))));
    } else if (statement.matches() && method.equals("GET")) {
      state(exchange, statement.group(1));
    } else if (statement.matches() && method.equals("POST")) {
      held.computeIfPresent(statement.group(1), (id, no) -> true);
      json(exchange, 200, JSON.createObjectNode());
    } else if (statement.matches() && method.equals("DELETE")) {
      statements.remove(statement.group(1));
      json(exchange, 200, JSON.createObjectNode());
    } else {
      error(exchange, 404, "ENDPOINT_NOT_FOUND", "No API found for '" + path + "'");
    }
  }

  private void execute(HttpExchange exchange, JsonNode request) throws IOException {
    List<WarehouseTables.Parameter> parameters = new ArrayList<>();
    request
        .path("parameters")
        .forEach(each ->
            parameters.add(
                new WarehouseTables.Parameter(
                    each.path("type").asText(),
                    each.hasNonNull("value") ? each.get("value").asText() : null)));
    String text = request.path("statement").asText();
    sent.add(new Sent(text, parameters));
    String id = UUID.randomUUID().toString();
    ObjectNode answer = JSON.createObjectNode().put("statement_id", id);
    ObjectNode status = answer.putObject("status");
    if (holds && text.contains("FROM")) {
      held.put(id, false);
      holding.countDown();
      status.put("state", "RUNNING");
      json(exchange, 200, answer);
      return;
    }
    try {
      WarehouseTables.Result result = tables.run(text, parameters);
      status.put("state", "SUCCEEDED");
      describe(answer, id, result, request.path("row_limit").asLong(Long.MAX_VALUE));
    } catch (SQLException e) {
      status.put("state", "FAILED").put("sql_state", "42000");
      status
          .putObject("error")
          .put("error_code", "BAD_REQUEST")
          .put("message", "[PARSE_SYNTAX_ERROR] " + e.getMessage());
    }
    json(exchange, 200, answer);
  }

  private void state(HttpExchange exchange, String id) throws IOException {
    ObjectNode answer = JSON.createObjectNode().put("statement_id", id);
    boolean cancelled = Boolean.TRUE.equals(held.get(id));
    answer.putObject("status").put("state", cancelled ? "CANCELED" : "RUNNING");
    json(exchange, 200, answer);
  }

  private void describe(ObjectNode answer, String id, WarehouseTables.Result result, long limit)
      throws IOException {
    List<List<Object>> rows = result.rows().subList(0, (int) Math.min(limit, result.rows().size()));
    List<List<List<Object>>> chunks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += CHUNK) {
      chunks.add(rows.subList(from, Math.min(rows.size(), from + CHUNK)));
    }
    ObjectNode manifest = answer.putObject("manifest");
    manifest.put("format", "ARROW_STREAM").put("result_compression", "NONE");
    ObjectNode schema = manifest.putObject("schema");
    schema.put("column_count", result.columns().size());
    ArrayNode columns = schema.putArray("columns");
    for (WarehouseTables.Column column : result.columns()) {
      ObjectNode described = columns.addObject();
      described
          .put("name", column.name())
          .put("position", columns.size() - 1)
          .put("type_text", column.type())
          .put("type_name", column.typeName());
      Matcher digits = DECIMAL.matcher(column.type());
      if (digits.matches()) {
        described
            .put("type_precision", Integer.parseInt(digits.group(1)))
            .put("type_scale", Integer.parseInt(digits.group(2)));
      }
    }
    manifest.put("total_chunk_count", chunks.size());
    manifest
        .put("total_row_count", rows.size())
        .put("truncated", rows.size() < result.rows().size());
    ArrayNode list = manifest.putArray("chunks");
    for (int i = 0; i < chunks.size(); i++) {
      place(list.addObject(), i, chunks.get(i).size());
    }
    if (chunks.size() == 1) {
      ObjectNode whole = answer.putObject("result");
      place(whole, 0, rows.size());
      whole.put("attachment", ArrowRows.write(result.columns(), rows));
    } else {
      statements.put(id, new Running(chunks, result));
      answer.set("result", chunks.isEmpty() ? JSON.createObjectNode() : links(id, 0));
    }
  }

  private static void place(ObjectNode chunk, int index, int rows) {
    chunk.put("chunk_index", index).put("row_offset", (long) index * CHUNK);
    chunk.put("row_count", rows).put("byte_count", rows * 100L);
  }

  /** Returns where a chunk's bytes are to be had. */
  private ObjectNode links(String id, int index) {
    Running running = statements.get(id);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode links = answer.putArray("external_links");
    if (running != null && index < running.chunks().size()) {
      ObjectNode link = links.addObject();
      place(link, index, running.chunks().get(index).size());
      if (index + 1 < running.chunks().size()) {
        link.put("next_chunk_index", index + 1)
            .put(
                "next_chunk_internal_link",
                "/api/2.0/sql/statements/" + id + "/result/chunks/" + (index + 1));
      }
      link.put(
          "external_link",
          "http://127.0.0.1:" + server.getAddress().getPort() + "/chunks/" + id + "/" + index);
      link.put("expiration", Instant.now().plus(15, ChronoUnit.MINUTES).toString());
    }
    return answer;
  }

  private void chunk(HttpExchange exchange, String[] path) throws IOException {
    Running running = statements.get(path[2]);
    if (running == null) {
      error(exchange, 403, "AccessDenied", "Request has expired");
      return;
    }
    bytes(
        exchange,
        200,
        "application/octet-stream",
        ArrowRows.write(
            running.result().columns(), running.chunks().get(Integer.parseInt(path[3]))));
  }

  private static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    json(exchange, status, JSON.createObjectNode().put("error_code", code).put("message", message));
  }

  private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    bytes(exchange, status, "application/json", JSON.writeValueAsBytes(body));
  }

  private static void bytes(HttpExchange exchange, int status, String type, byte[] bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() throws SQLException {
    server.stop(0);
    threads.shutdownNow();
    tables.close();
  }
}
