package dev.bricklane.embedded;

import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;

/** The ways to a model: by the path's name, or by the body's field {@code model}. */
final class ModelRoutes {
  private final ServingEndpoints endpoints;
  private final EmbeddingService embeddings;
  private final ChatService chats;

  ModelRoutes(ServingEndpoints endpoints, EmbeddingService embeddings) {
    this.endpoints = endpoints;
    this.embeddings = embeddings;
    this.chats = new ChatService(new Answerer());
  }

  /** Answers by the path's endpoint and its task; the body's {@code model} does not matter. */
  Reply invocations(Call call) {
    ServedEndpoint endpoint = endpoints.onServing(call.name());
    return answer(Surface.SERVING, endpoint, Fields.parse(call.body()));
  }

  /** Answers by the body's model, which must have the path's task. */
  Reply named(Surface surface, Task task, Call call) {
    Fields fields = Fields.parse(call.body());
    ServedEndpoint endpoint = surface.find(endpoints, fields.requiredString("model"));
    if (endpoint.task() != task) {
      throw WireError.badRequest(
          "model",
          "The endpoint '"
              + endpoint.name()
              + "' has the task "
              + endpoint.task().wireName()
              + "; this path takes "
              + task.wireName());
    }
    return answer(surface, endpoint, fields);
  }

  private Reply answer(Surface surface, ServedEndpoint endpoint, Fields fields) {
    try {
      return switch (endpoint.task()) {
        case CHAT -> chats.answer(surface, endpoint, fields);
        case COMPLETIONS -> CompletionService.answer(surface, endpoint, fields);
        case EMBEDDINGS -> embeddings.answer(surface, endpoint, fields);
        case RESPONSES_AGENT, CHAT_AGENT, PREDICTIONS ->
            throw WireError.badRequest("model", "not yet");
      };
    } catch (WireError e) {
      throw endpoint.family() == Family.GPT && e.status() == 400 ? e.inOpenAiShape() : e;
    }
  }
}
