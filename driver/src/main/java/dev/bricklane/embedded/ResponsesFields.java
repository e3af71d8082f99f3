package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The fields of a Responses request, checked. */
final class ResponsesFields {
  private static final List<String> REFUSED =
      List.of("background", "store", "conversation", "service_tier");

  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "temperature",
          "top_p",
          "top_logprobs",
          "stream",
          "stream_options",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "reasoning",
          "include",
          "metadata",
          "truncation",
          "previous_response_id",
          "user",
          "usage_context",
          "client_request_id",
          "custom_inputs",
          "context",
          "databricks_options");

  private ResponsesFields() {}

  static Ask read(Surface surface, ServedEndpoint endpoint, Fields fields) {
    if (fields.get("messages") != null) {
      throw WireError.badRequest(
          "messages", "'messages' field is not supported. Please use 'input' field instead.");
    }
    for (String refused : REFUSED) {
      if (fields.get(refused) != null) {
        throw WireError.invalid(refused, "is not supported");
      }
    }
    // An agent is somebody's program; what it does with other fields is its own affair.
    if (endpoint.task() != Task.RESPONSES_AGENT && endpoint.family().strict()) {
      fields.refuseOthers(KNOWN, surface);
    }
    String previous = fields.string("previous_response_id");
    if (previous != null) {
      // Answers cannot be stored, so none can be referred to.
      throw WireError.invalid("previous_response_id", "no such response is stored");
    }
    fields.stringMap("metadata");
    ResponsesInput input = new ResponsesInput(endpoint.family());
    String instructions = fields.string("instructions");
    if (instructions != null) {
      input.instruct(instructions);
    }
    input.read(fields.get("input"));
    return new Ask(
        input.conversation(),
        AnswerFormat.ofResponses(fields),
        tools(fields, endpoint.family()),
        Sampling.ofResponses(fields),
        endpoint.has(Trait.REASONS) || wantsReasoning(endpoint.family(), fields),
        false);
  }

  private static boolean wantsReasoning(Family family, Fields fields) {
    JsonNode reasoning = fields.get("reasoning");
    if (reasoning == null) {
      return false;
    }
    String effort = reasoning.path("effort").asText("none");
    return reasoning.hasNonNull("summary")
        || (family != Family.GPT && !effort.equals("none") && !effort.equals("null"));
  }

  private static ToolUse tools(Fields fields, Family family) {
    List<Tool> tools = new ArrayList<>();
    JsonNode list = fields.get("tools");
    if (list != null) {
      ToolUse.checkList(list);
      for (JsonNode tool : list) {
        // The other kinds (custom, mcp, image_generation, shell) are taken and never used.
        if (tool.path("type").asText().equals("function")) {
          String where = "tools[" + tools.size() + "]";
          String name = Tool.checkName(tool.path("name"), where);
          if (family == Family.GPT && tool.path("strict").asBoolean()) {
            AnswerFormat.requireClosedObjects(tool.path("parameters"), where + ".parameters");
          }
          tools.add(new Tool(name, tool.path("parameters")));
        }
      }
    }
    JsonNode choice = fields.get("tool_choice");
    JsonNode parallel = fields.get("parallel_tool_calls");
    boolean several = parallel == null || parallel.asBoolean();
    if (choice == null || choice.asText().equals("auto")) {
      return tools.isEmpty() ? ToolUse.NONE : new ToolUse(tools, ToolUse.Mode.AUTO, "", several);
    }
    if (choice.asText().equals("none")) {
      return ToolUse.NONE;
    }
    if (choice.asText().equals("required")) {
      return new ToolUse(tools, ToolUse.Mode.REQUIRED, "", several);
    }
    if (choice.path("name").asText().isEmpty()) {
      throw WireError.invalid("tool_choice", "must be none, auto, required or a function");
    }
    return new ToolUse(tools, ToolUse.Mode.REQUIRED, choice.path("name").asText(), false);
  }
}
