package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers in the place of a language model, and does not pretend to be one: it says what it is and
 * what it received. The same conversation always has the same answer.
 */
final class Responder {
  private static final int QUOTED = 200;

  private Responder() {}

  /** Answers a chat. */
  static String answer(Conversation conversation, AnswerFormat format) {
    if (format.schema() != null) {
      return SchemaFiller.fill(format.schema(), conversation.facts()).toString();
    }
    return format.json() ? describe(conversation) : greet(conversation);
  }

  /** Answers a text completion. */
  static String complete(String prompt) {
    return "\n[Bricklane's embedded responder: a small program in this JVM, not a language model."
        + " It was asked to go on after "
        + quote(prompt)
        + " ("
        + plural(words(prompt), "word")
        + ").]";
  }

  private static String greet(Conversation conversation) {
    if (conversation.toolAnswered()) {
      return relay(conversation);
    }
    String prompt = conversation.prompt();
    String system = conversation.system();
    StringBuilder text =
        new StringBuilder("Hello! I am the embedded responder, not a language model. You sent ")
            .append(quote(prompt))
            .append(" (")
            .append(plural(words(prompt), "word"));
    if (!system.isEmpty()) {
      text.append(", and a system message of ").append(plural(words(system), "word"));
    }
    int others = conversation.turns().size() - (system.isEmpty() ? 1 : 2);
    if (others > 0) {
      text.append(", after ").append(plural(others, "other message"));
    }
    text.append(").");
    List<Media> media = conversation.asked().media();
    if (!media.isEmpty()) {
      text.append(" With it came ")
          .append(media.stream().map(Media::describe).collect(Collectors.joining(", ")))
          .append('.');
    }
    return text.toString();
  }

  private static String relay(Conversation conversation) {
    StringBuilder text = new StringBuilder("I am the embedded responder, not a language model.");
    for (Turn answer : conversation.toolAnswers()) {
      String tool = conversation.toolOf(answer);
      text.append(tool.isEmpty() ? " A tool" : " The tool " + tool)
          .append(" answered ")
          .append(quote(answer.text()))
          .append('.');
    }
    return text.toString();
  }

  private static String describe(Conversation conversation) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("responder", "Bricklane's embedded responder, not a language model");
    node.put("prompt", shorten(conversation.prompt()));
    node.put("words", words(conversation.prompt()));
    node.put("system_message", !conversation.system().isEmpty());
    return node.toString();
  }

  private static String quote(String text) {
    return '"' + shorten(text) + '"';
  }

  private static String shorten(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= QUOTED
        ? line
        : line.substring(0, line.offsetByCodePoints(0, QUOTED)) + "…";
  }

  private static int words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
