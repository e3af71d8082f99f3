package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer as the chunks of a stream. One for each answer. */
final class ChatStream {
  private static final int ARGUMENTS_A_FRAGMENT = 12;

  private final ServedEndpoint endpoint;
  private final ChatWriter writer;
  private final ModelAnswer answer;
  private final List<ObjectNode> chunks = new ArrayList<>();
  private int shown;

  ChatStream(ServedEndpoint endpoint, ChatWriter writer) {
    this.endpoint = endpoint;
    this.writer = writer;
    this.answer = writer.answer();
  }

  List<ObjectNode> chunks(boolean includeUsage) {
    Thought thought = answer.thought();
    if (thought != null) {
      reason(thought);
    }
    for (String piece : Tokens.split(answer.text())) {
      delta(1).put("content", piece);
      writer.putLogprobs(choice(), List.of(piece));
    }
    if (answer.refusal() != null) {
      Tokens.split(answer.refusal()).forEach(piece -> delta(1).put("refusal", piece));
    }
    String cited = answer.cited();
    if (cited != null) {
      delta(0).putArray("content").add(ChatWriter.cited("", cited));
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      call(i);
    }
    ObjectNode end = delta(0);
    if (endpoint.family() != Family.GPT) {
      end.put("content", "");
    }
    choice().put("finish_reason", answer.finish().chat);
    usage(chunks.get(chunks.size() - 1), includeUsage);
    return chunks;
  }

  /** Readable pieces with an empty signature first, then the signature with an empty text. */
  private void reason(Thought thought) {
    for (String piece : Tokens.split(thought.text())) {
      delta(1).putArray("content").add(writer.reasoning(piece, ""));
    }
    if (endpoint.family() != Family.OPEN) {
      delta(0).putArray("content").add(writer.reasoning("", thought.signature()));
    }
    if (endpoint.has(Trait.REASONS)) {
      delta(0).putArray("content").add(ChatWriter.encrypted(thought));
    }
  }

  /** The first fragment names the call, the further ones only go on with its arguments. */
  private void call(int index) {
    String arguments = answer.calls().get(index).arguments();
    String first = endpoint.has(Trait.BRACES_FIRST) ? "{}" : "";
    ObjectNode head = delta(0).putNull("content");
    writer.putCall(head.putArray("tool_calls").addObject().put("index", index), index, first);
    int end;
    for (int at = 0; at < arguments.length(); at = end) {
      end = Math.min(arguments.length(), at + ARGUMENTS_A_FRAGMENT);
      if (end < arguments.length() && Character.isLowSurrogate(arguments.charAt(end))) {
        end++; // Half a character has no bytes.
      }
      String fragment = arguments.substring(at, end);
      ObjectNode call = delta(1).putArray("tool_calls").addObject().put("index", index);
      call.putObject("function").put("arguments", fragment);
    }
  }

  private void usage(ObjectNode last, boolean includeUsage) {
    switch (endpoint.family()) {
      case OPEN -> writer.putUsage(last, answer.usage());
      // Gemini refuses to be asked for the usage, and sends it all the same.
      case GEMINI -> writer.putUsage(last, answer.usage());
      case EMBEDDED, GPT, CLAUDE -> {
        if (includeUsage) {
          if (endpoint.family() == Family.GPT) {
            chunks.forEach(earlier -> earlier.putNull("usage"));
          }
          ObjectNode chunk = writer.start("chat.completion.chunk");
          chunk.putArray("choices");
          writer.putUsage(chunk, answer.usage());
          chunks.add(chunk);
        }
      }
    }
  }

  /** Returns the last chunk's choice. */
  private ObjectNode choice() {
    return (ObjectNode) chunks.get(chunks.size() - 1).path("choices").path(0);
  }

  private ObjectNode delta(int tokens) {
    ObjectNode chunk = writer.start("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    ObjectNode delta = choice.putObject("delta");
    if (chunks.isEmpty()) {
      delta.put("role", "assistant");
    }
    choice.putNull("finish_reason").putNull("logprobs");
    shown += tokens;
    if (endpoint.family() == Family.OPEN) {
      TokenUse all = answer.usage();
      int completion = Math.min(shown, all.completion());
      int reasoning = Math.min(completion, all.reasoning());
      writer.putUsage(chunk, new TokenUse(all.prompt(), completion, reasoning, 0, 0));
    }
    chunks.add(chunk);
    return delta;
  }
}
