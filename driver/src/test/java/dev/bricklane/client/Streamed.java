package dev.bricklane.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A stream that a fake workspace gave: what came in pieces, and what came of it.
 *
 * @param text of all pieces
 * @param settled the text of those pieces that the answer is sure to hold
 * @param reasoning of all pieces
 */
record Streamed(
    FakeWorkspace workspace,
    String text,
    String settled,
    String reasoning,
    int pieces,
    ChatCompletion answer) {
  /** Asks by a protocol, and reads a body of the given lines. */
  static Streamed by(Api api, String... lines) {
    FakeWorkspace workspace =
        FakeWorkspace.answering(
            200, String.join("\n", lines), Map.of("Content-Type", "text/event-stream"));
    return of(workspace, api, "databricks-x");
  }

  /** Reads events, each the JSON of one line. */
  static Streamed events(Api api, String events) {
    StringBuilder body = new StringBuilder();
    events.lines().map(String::strip).forEach(line -> body.append("data: " + line + "\n\n"));
    return by(api, body.append("data: [DONE]\n\n").toString());
  }

  static Streamed of(FakeWorkspace workspace, Api api, String model) {
    List<ChatDelta> deltas = new CopyOnWriteArrayList<>();
    ChatRequest request =
        new ChatRequest(
            model,
            List.of(ChatRequest.Message.user("hi")),
            Map.of(),
            new CallOptions(api, null, Map.of()),
            null);
    ChatCompletion answer = workspace.client().stream(request, deltas::add).join();
    StringBuilder text = new StringBuilder();
    StringBuilder settled = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    for (ChatDelta delta : deltas) {
      text.append(delta.text());
      settled.append(delta.provisional() ? "" : delta.text());
      reasoning.append(delta.reasoning());
    }
    return new Streamed(
        workspace,
        text.toString(),
        settled.toString(),
        reasoning.toString(),
        deltas.size(),
        answer);
  }

  /** Returns what the same body as a whole answer gives. */
  static ChatCompletion whole(Api api, String body) {
    ChatRequest request =
        new ChatRequest(
            "databricks-x",
            List.of(ChatRequest.Message.user("hi")),
            Map.of(),
            new CallOptions(api, null, Map.of()),
            null);
    return FakeWorkspace.answering(200, body, Map.of()).client().chat(request).join();
  }
}
