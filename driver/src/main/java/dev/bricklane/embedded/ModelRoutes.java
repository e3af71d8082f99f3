package dev.bricklane.embedded;

import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The ways to a model: by the path's name, or by the body's field {@code model}. */
final class ModelRoutes {
  private final ServingEndpoints endpoints;
  private final EmbeddingService embeddings;
  private final ChatService chats;
  private final ResponsesService responses;
  private final ChatAgentService agents;

  ModelRoutes(
      ServingEndpoints endpoints,
      EmbeddingService embeddings,
      Answerer answerer,
      String completedEvent) {
    this.endpoints = endpoints;
    this.embeddings = embeddings;
    this.chats = new ChatService(answerer);
    this.responses = new ResponsesService(answerer, completedEvent);
    this.agents = new ChatAgentService(answerer);
  }

  /** Answers by the path's endpoint and its task; the body's {@code model} does not matter. */
  Reply invocations(Call call) {
    ServedEndpoint endpoint = endpoints.onServing(call.name());
    return answer(Surface.SERVING, endpoint, Fields.parse(call.body()));
  }

  /** Answers by the body's model, which must have one of the path's tasks. */
  Reply named(Surface surface, List<Task> tasks, Call call) {
    Fields fields = Fields.parse(call.body());
    ServedEndpoint endpoint = surface.find(endpoints, fields.requiredString("model"));
    if (!tasks.contains(endpoint.task())) {
      throw WireError.badRequest(
          "model",
          "The endpoint '"
              + endpoint.name()
              + "' has the task '"
              + endpoint.task().wireName()
              + "'; this path takes "
              + tasks.stream().map(Task::wireName).collect(Collectors.joining(", ")));
    }
    return answer(surface, endpoint, fields);
  }

  /** Answers a Responses request. */
  Reply responses(Surface surface, ResponsesService.Way way, Call call) {
    Fields fields = Fields.parse(call.body());
    ServedEndpoint endpoint = surface.find(endpoints, fields.requiredString("model"));
    way.check(endpoint);
    return shaped(endpoint, () -> responses.answer(surface, endpoint, fields));
  }

  private Reply answer(Surface surface, ServedEndpoint endpoint, Fields fields) {
    return shaped(
        endpoint,
        () ->
            switch (endpoint.task()) {
              case CHAT -> chats.answer(surface, endpoint, fields);
              case COMPLETIONS -> CompletionService.answer(surface, endpoint, fields);
              case EMBEDDINGS -> embeddings.answer(surface, endpoint, fields);
              case RESPONSES_AGENT -> responses.answer(surface, endpoint, fields);
              case CHAT_AGENT -> agents.answer(endpoint, fields);
              case PREDICTIONS -> PredictionService.answer(endpoint, fields);
            });
  }

  private static Reply shaped(ServedEndpoint endpoint, Supplier<Reply> answer) {
    try {
      return answer.get();
    } catch (WireError e) {
      throw endpoint.family() == Family.GPT && e.status() == 400 ? e.inOpenAiShape() : e;
    }
  }
}
