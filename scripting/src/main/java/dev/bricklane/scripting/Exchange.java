package dev.bricklane.scripting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question of a conversation, with all calls of the model and of tools that it takes. */
final class Exchange {
  private final ModelCalls calls;
  private final String model;
  private final Map<String, @Nullable Object> arguments;
  private final Map<String, Tool> tools;
  private final Echo echo;
  private final @Nullable Consumer<? super String> tokens;
  private final List<Turn> turns;
  private Usage usage = Usage.NONE;
  private @Nullable Completion answer;

  /**
   * Makes it.
   *
   * @param arguments those of each call
   * @param tools by their names; may be empty
   * @param tokens takes the pieces of the answers
   * @param turns with the question
   */
  Exchange(
      ModelCalls calls,
      String model,
      Map<String, @Nullable Object> arguments,
      Map<String, Tool> tools,
      Echo echo,
      @Nullable Consumer<? super String> tokens,
      Collection<Turn> turns) {
    this.calls = calls;
    this.model = model;
    this.arguments = arguments;
    this.tools = tools;
    this.echo = echo;
    this.tokens = tokens;
    this.turns = new ArrayList<>(turns);
  }

  /** Returns the turns so far. */
  List<Turn> turns() {
    return turns;
  }

  /** Returns what all calls so far took. */
  Usage usage() {
    return usage;
  }

  /** Returns the last answer, once this has run. */
  Completion answer() {
    return Objects.requireNonNull(answer);
  }

  /**
   * Asks, and lets tools run and the model go on until it wants no more of them.
   *
   * @param maxRounds how often tools may run
   */
  void run(int maxRounds) throws SQLException {
    for (int round = 0; ; round++) {
      Completion last = ask(round == 0);
      answer = last;
      if (last.getError() != null) {
        return;
      }
      Turn turn = Turn.of(last);
      turns.add(turn);
      if (turn.getToolCalls().isEmpty()) {
        return;
      }
      if (round >= maxRounds) {
        throw new IllegalStateException(
            "The model still wants tools, now "
                + String.join(", ", turn.getToolCalls().stream().map(ToolCall::getName).toList())
                + ", after "
                + maxRounds
                + " rounds of them. The conversation is as it was before this question; raise"
                + " maxRounds if that many are right");
      }
      turns.add(Turn.of(turn.getToolCalls().stream().map(this::run).toList()));
    }
  }

  private ToolResult run(ToolCall call) {
    echo.called(call);
    Tool tool = tools.get(call.getName());
    ToolResult result =
        tool == null
            ? ToolResult.error(
                call, "There is no tool " + call.getName() + "; there are " + tools.keySet())
            : tool.run(call);
    echo.answered(result);
    return result;
  }

  private Completion ask(boolean first) throws SQLException {
    Arguments all = new Arguments(sent(first)).put("messages", Turn.json(turns));
    Completion given;
    if (!echo.streams() && tokens == null) {
      given = calls.complete(model, null, all);
    } else {
      try {
        given = calls.stream(model, null, all, this::tell);
      } finally {
        echo.ended();
      }
    }
    usage = usage.plus(given.getUsage());
    return given;
  }

  private void tell(String piece) {
    echo.token(piece);
    if (tokens != null) {
      tokens.accept(piece);
    }
  }

  private Map<String, @Nullable Object> sent(boolean first) {
    Map<String, @Nullable Object> sent = new LinkedHashMap<>(arguments);
    if (tools.isEmpty()) {
      // Refused where there are none.
      sent.remove("tool_choice");
      sent.remove("parallel_tool_calls");
      return sent;
    }
    sent.put("tools", tools.values().stream().map(Tool::definition).toList());
    Object choice = sent.get("tool_choice");
    if (!first && choice != null && !choice.equals("auto") && !choice.equals("none")) {
      // A model that must call a tool each time would never answer.
      sent.remove("tool_choice");
    }
    return sent;
  }
}
