package dev.bricklane.embedded;

import dev.bricklane.embedded.ModelAnswer.Finish;
import dev.bricklane.embedded.ModelAnswer.ToolCall;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program in the model's place: decides between reasoning, words, tool calls and refusals, and
 * counts. Thread-safe.
 */
final class Answerer {
  private final PromptCache cache = new PromptCache();

  ModelAnswer answer(ServedEndpoint endpoint, Ask ask) {
    Conversation conversation = ask.conversation();
    int prompt = conversation.tokens();
    ModelReply.checkContext(endpoint, "messages", prompt);
    Thought thought = ask.reasons() ? think(conversation) : null;
    if (endpoint.has(Trait.FILTERED)) {
      return answer(endpoint, ask, null, "", null, List.of(), Finish.CONTENT_FILTER);
    }
    if (endpoint.has(Trait.REFUSES)) {
      String refusal = "I am a program that refuses everything, also this.";
      return answer(endpoint, ask, thought, "", refusal, List.of(), Finish.STOP);
    }
    List<ToolCall> calls = new ArrayList<>();
    for (Tool tool : ask.tools().called(conversation)) {
      String arguments = tool.arguments(conversation.prompt()).toString();
      calls.add(new ToolCall(callId(endpoint.family(), tool), tool.name(), arguments));
    }
    if (!calls.isEmpty()) {
      return answer(endpoint, ask, thought, "", null, calls, Finish.TOOL_CALLS);
    }
    Sampling.Cut cut = ask.sampling().cut(Responder.answer(conversation, ask.format()));
    return answer(endpoint, ask, thought, cut.text(), null, calls, cut.finish());
  }

  private ModelAnswer answer(
      ServedEndpoint endpoint,
      Ask ask,
      @Nullable Thought thought,
      String text,
      @Nullable String refusal,
      List<ToolCall> calls,
      Finish finish) {
    int reasoning = thought == null ? 0 : Tokens.count(thought.text());
    int completion = reasoning + Tokens.count(refusal == null ? text : refusal);
    for (ToolCall call : calls) {
      completion += Tokens.count(call.arguments());
    }
    String prompt = ask.conversation().prompt();
    String cited = endpoint.has(Trait.CITES) && !text.isEmpty() ? prompt : null;
    return new ModelAnswer(
        thought, text, cited, refusal, calls, finish, usage(endpoint, ask, completion, reasoning));
  }

  private TokenUse usage(ServedEndpoint endpoint, Ask ask, int completion, int reasoning) {
    int prompt = ask.conversation().tokens();
    if (!ask.cached() || endpoint.family() != Family.CLAUDE) {
      return new TokenUse(prompt, completion, reasoning, 0, 0);
    }
    boolean hit = cache.sawBefore(endpoint.name() + "\n" + ask.conversation());
    return new TokenUse(prompt, completion, reasoning, hit ? prompt : 0, hit ? 0 : prompt);
  }

  private static Thought think(Conversation conversation) {
    return new Thought(
        "I am a program and do not think. The question has "
            + conversation.prompt().length()
            + " characters.");
  }

  /** Gemini's calls have their function's name for an id. */
  private static String callId(Family family, Tool tool) {
    return switch (family) {
      case GEMINI -> tool.name();
      case CLAUDE -> "toolu_" + RandomText.hex(24);
      case EMBEDDED, GPT, OPEN -> "call_" + RandomText.hex(24);
    };
  }
}
