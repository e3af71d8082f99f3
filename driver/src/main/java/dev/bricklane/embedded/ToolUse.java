package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tools of a request, and how they are to be used. Immutable.
 *
 * @param tools may be empty
 * @param mode whether they may or must be called
 * @param wanted the only tool to call if the mode is {@link Mode#REQUIRED}, or the empty string
 * @param parallel whether several may be called at once
 */
record ToolUse(List<Tool> tools, Mode mode, String wanted, boolean parallel) {
  static final ToolUse NONE = new ToolUse(List.of(), Mode.NONE, "", false);

  /** The most tools of a request. */
  static final int MOST = 32;

  /** What a caller says about calling. */
  enum Mode {
    NONE,
    AUTO,
    REQUIRED
  }

  ToolUse {
    tools = List.copyOf(tools);
    if (mode == Mode.REQUIRED
        && tools.stream().noneMatch(tool -> wanted.isEmpty() || tool.name().equals(wanted))) {
      throw WireError.invalid("tool_choice", "no tool of that name is given");
    }
  }

  /** Checks the list of tools before it is read. */
  static void checkList(JsonNode tools) {
    if (!tools.isArray() || tools.size() > MOST) {
      throw WireError.invalid("tools", "must be a list of at most " + MOST + " functions");
    }
  }

  /** Returns the tools to call now; empty to answer in words. */
  List<Tool> called(Conversation conversation) {
    if (mode == Mode.NONE || (mode == Mode.AUTO && conversation.toolAnswered())) {
      return List.of();
    }
    if (!wanted.isEmpty()) {
      return tools.stream().filter(tool -> tool.name().equals(wanted)).limit(1).toList();
    }
    PromptFacts facts = new PromptFacts(conversation.prompt());
    List<Tool> named = new ArrayList<>();
    for (Tool tool : tools) {
      String spoken = tool.name().replaceAll("[_-]", " ").toLowerCase(Locale.ROOT);
      if (facts.occurrences(tool.name()) > 0 || facts.occurrences(spoken) > 0) {
        named.add(tool);
      }
    }
    if (named.isEmpty() && mode == Mode.REQUIRED) {
      named.add(tools.get(0));
    }
    return parallel || named.size() < 2 ? named : named.subList(0, 1);
  }
}
