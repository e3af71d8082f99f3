package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of request bodies that some service knows. A service refuses what it does not know
 * only after the call is made, if it does, and in words of its own; a misspelt name is found
 * before.
 */
final class KnownFields {
  /** Chat completions, completions, Responses, Gemini, agents; then what other servers add. */
  private static final Set<String> CHAT =
      names(
          """
          max_tokens max_completion_tokens temperature top_p top_k stop n seed stream
          stream_options tools tool_choice parallel_tool_calls response_format logprobs
          top_logprobs logit_bias presence_penalty frequency_penalty reasoning_effort thinking
          service_tier speed usage_context client_request_id extra_params user metadata store
          modalities audio prediction verbosity web_search_options prompt_cache_key
          safety_identifier functions function_call
          suffix echo error_behavior use_raw_prompt best_of
          instructions max_output_tokens text reasoning include truncation previous_response_id
          max_tool_calls prompt_cache_retention background conversation
          generationConfig safetySettings systemInstruction toolConfig cachedContent
          cache_control context_management container inference_geo mcp_servers task_budget
          custom_inputs context databricks_options
          min_p min_tokens repetition_penalty length_penalty ignore_eos stop_token_ids
          skip_special_tokens guided_json guided_regex guided_choice guided_grammar
          chat_template_kwargs include_reasoning enable_thinking keep_alive options format think
          """);

  private static final Set<String> EMBEDDING =
      names(
          "instruction dimensions encoding_format user extra_params usage_context"
              + " client_request_id input_type truncate");

  private KnownFields() {}

  private static Set<String> names(String text) {
    return new TreeSet<>(Arrays.asList(text.strip().split("\\s+")));
  }

  static Set<String> of(ModelFunction.Kind kind) {
    return kind == ModelFunction.Kind.COMPLETION ? CHAT : EMBEDDING;
  }

  /** Returns the known name that was probably meant. */
  static Optional<String> nearest(String name, Set<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String best = null;
    int least = Math.max(2, name.length() / 3) + 1;
    for (String each : known) {
      int distance = Math.min(distance(plain(wanted), plain(each)), distance(wanted, each));
      if (distance < least) {
        least = distance;
        best = each;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Without what divides words: maxTokens is max_tokens. */
  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    List<Integer> row = new ArrayList<>();
    for (int j = 0; j <= right.length(); j++) {
      row.add(j);
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row.set(0, i);
      for (int j = 1; j <= right.length(); j++) {
        int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row.get(j);
        row.set(j, Math.min(changed, 1 + Math.min(diagonal, row.get(j - 1))));
      }
    }
    return row.get(right.length());
  }
}
