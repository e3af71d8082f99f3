package dev.bricklane.embedded;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was said before the answer, whatever protocol it came by. Immutable.
 *
 * @param turns at least one
 */
record Conversation(List<Turn> turns) {
  Conversation {
    turns = List.copyOf(turns);
  }

  /** Returns the text of the last message of the user, or of the last message. */
  String prompt() {
    return asked().text();
  }

  /** Returns the last message of the user, or the last message. */
  Turn asked() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).is("user")) {
        return turns.get(i);
      }
    }
    return last();
  }

  /** Returns the system message's text, or the empty string. */
  String system() {
    return turns.get(0).is("system") ? turns.get(0).text() : "";
  }

  /** Tells whether a tool has just answered. */
  boolean toolAnswered() {
    return last().is("tool");
  }

  /** Returns the messages of tools that end the conversation. */
  List<Turn> toolAnswers() {
    int from = turns.size();
    while (from > 0 && turns.get(from - 1).is("tool")) {
      from--;
    }
    return turns.subList(from, turns.size());
  }

  /** Names the tool that a message answers for. */
  String toolOf(Turn answer) {
    return turns.stream()
        .map(turn -> turn.calls().get(Objects.requireNonNullElse(answer.answers(), "")))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  /** Returns the text that facts are picked from: the prompt, and what the tools answered. */
  String facts() {
    return toolAnswered()
        ? prompt() + "\n" + toolAnswers().stream().map(Turn::text).collect(Collectors.joining("\n"))
        : prompt();
  }

  int tokens() {
    return turns.stream().mapToInt(turn -> Tokens.count(turn.text())).sum();
  }

  private Turn last() {
    return turns.get(turns.size() - 1);
  }
}
