package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.Set;

/** Answers Responses requests, of models and of agents, whole or as a stream. Thread-safe. */
final class ResponsesService {
  private final Answerer answerer;
  private final String completed;

  ResponsesService(Answerer answerer, String completed) {
    this.answerer = answerer;
    this.completed = completed;
  }

  /** The paths by which Responses come; each lets other families in. */
  enum Way {
    /** To OpenAI's own, passed through. */
    NATIVE(Set.of(Family.EMBEDDED, Family.GPT)),
    /** Through Databricks' translation for the others. */
    OPEN(Set.of(Family.values())),
    /** Through the gateway's supervisor. */
    SUPERVISOR(Set.of(Family.EMBEDDED, Family.GPT, Family.CLAUDE));

    private final Set<Family> families;

    Way(Set<Family> families) {
      this.families = families;
    }

    void check(ServedEndpoint endpoint) {
      boolean model = endpoint.task() == Task.CHAT && families.contains(endpoint.family());
      if (!model && endpoint.task() != Task.RESPONSES_AGENT) {
        throw WireError.badRequest(
            "model",
            "Responses API passthrough is not supported for model " + endpoint.name() + ".\n");
      }
    }
  }

  Reply answer(Surface surface, ServedEndpoint endpoint, Fields fields) {
    Ask ask = ResponsesFields.read(surface, endpoint, fields);
    ResponsesWriter writer = new ResponsesWriter(endpoint, fields, answerer.answer(endpoint, ask));
    if (ask.sampling().stream()) {
      return Reply.events(new ResponsesEvents(endpoint, writer, completed).events())
          .withHeader("served-model-name", endpoint.name());
    }
    ObjectNode body = writer.ended(writer.items());
    return ModelReply.json(
        endpoint, endpoint.task() == Task.RESPONSES_AGENT ? ofAgent(body, fields) : body);
  }

  /** An agent's answer has what its authors give, and the trace if it is asked for. */
  private static ObjectNode ofAgent(ObjectNode body, Fields fields) {
    ObjectNode answer = body.objectNode();
    answer.set("id", body.get("id"));
    answer.set("object", body.get("object"));
    answer.set("output", body.get("output"));
    JsonNode custom = fields.get("custom_inputs");
    answer.set("custom_outputs", custom == null ? body.objectNode() : custom);
    JsonNode options = fields.get("databricks_options");
    if (options != null && options.path("return_trace").asBoolean()) {
      ObjectNode trace = answer.putObject("databricks_output").putObject("trace");
      trace.putObject("info").put("trace_id", "tr-" + RandomText.hex(32)).put("state", "OK");
      trace.putObject("data").putArray("spans");
    }
    return answer;
  }
}
