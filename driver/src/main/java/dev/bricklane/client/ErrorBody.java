package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.error.BricklaneException.RateLimit;
import dev.bricklane.http.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says, whichever of the service's many shapes it has: Databricks' {@code
 * error_code} (a name or a number) and {@code message}; OpenAI's and Google's {@code error} object;
 * an {@code error} text; SCIM; OAuth; Posit Connect; {@code CODE: message}; HTML; plain text;
 * nothing. Immutable.
 *
 * @param codes all that may name the error, the most telling first: names and numbers
 * @param message the service's own words, or null
 * @param limit which rate limit was met, or null
 * @param current how much of it was used, or null
 * @param field which field of the request is wrong, or null
 * @param guardrail what a guardrail objected to, empty if it does not say; null if none did
 */
record ErrorBody(
    List<String> codes,
    @Nullable String message,
    @Nullable RateLimit limit,
    @Nullable String current,
    @Nullable String field,
    @Nullable String guardrail) {
  private static final int LONGEST = 64 * 1024;
  private static final Pattern CODED =
      Pattern.compile("([A-Z][A-Z0-9_]{2,60}): (.*)", Pattern.DOTALL);
  private static final Pattern HTML =
      Pattern.compile("<(pre|title)[^>]*>(.*?)</\\1>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  static ErrorBody parse(HttpReply reply) {
    byte[] bytes = reply.body();
    String text =
        new String(bytes, 0, Math.min(bytes.length, LONGEST), StandardCharsets.UTF_8).strip();
    JsonNode root = Json.tryRead(text);
    if (root != null && root.isArray() && root.size() > 0) {
      root = root.get(0); // Google's streaming surface wraps its error into a list
    }
    if (root != null && root.isObject()) {
      return ofJson(root);
    }
    return ofText(root != null && root.isTextual() ? root.asText() : text);
  }

  private static ErrorBody ofJson(JsonNode root) {
    Set<String> codes = new LinkedHashSet<>();
    JsonNode error = root.path("error");
    String message;
    if (error.isObject()) {
      add(codes, error.get("code"), error.get("status"), error.get("type"));
      message = Json.text(error.get("message"));
      add(codes, root.get("error_code"));
      addReasons(codes, error.path("details"));
    } else {
      add(codes, root.get("error_code"), root.get("errorCode"), root.get("code"));
      addReasons(codes, root.path("details"));
      message = Json.text(error);
      if (root.hasNonNull("error_description")) {
        add(codes, error);
        message = Json.text(root.get("error_description"));
      }
    }
    message = first(message, root, "message", "error_message", "errorSummary");
    if (message == null && root.hasNonNull("detail")) {
      message = Json.text(root.get("detail"));
      codes.add("SCIM_" + root.path("status").asText(""));
      add(codes, root.get("scimType"), root.get("status"));
    }
    if (message != null && codes.isEmpty()) {
      add(codes, message);
    }
    return new ErrorBody(
        List.copyOf(codes),
        message,
        limit(error.isObject() ? error : root),
        Json.text((error.isObject() ? error : root).get("current")),
        field(error.isObject() ? error : root),
        guardrail(root));
  }

  private static ErrorBody ofText(String text) {
    if (text.isEmpty()) {
      return new ErrorBody(List.of(), null, null, null, null, null);
    }
    Matcher html = HTML.matcher(text);
    if (text.startsWith("<")) {
      String inside = html.find() ? html.group(2) : text.replaceAll("<[^>]*>", " ");
      return new ErrorBody(List.of(), unescape(inside), null, null, null, null);
    }
    Set<String> codes = new LinkedHashSet<>();
    add(codes, text);
    return new ErrorBody(List.copyOf(codes), text, null, null, null, null);
  }

  private static void add(Set<String> codes, @Nullable JsonNode... nodes) {
    for (JsonNode node : nodes) {
      String code = Json.text(node);
      if (code != null && !code.isBlank()) {
        codes.add(code.strip());
      }
    }
  }

  private static void add(Set<String> codes, String message) {
    Matcher coded = CODED.matcher(message);
    if (coded.matches()) {
      codes.add(coded.group(1));
    }
  }

  private static void addReasons(Set<String> codes, JsonNode details) {
    for (JsonNode detail : details) {
      add(codes, detail.get("reason"));
    }
  }

  private static @Nullable String first(@Nullable String found, JsonNode root, String... fields) {
    String message = found;
    for (String field : fields) {
      if (message == null || message.isBlank()) {
        message = Json.text(root.get(field));
      }
    }
    return message;
  }

  /** The fields that the limits page documents for a 429. */
  private static @Nullable RateLimit limit(JsonNode error) {
    String type = Json.text(error.get("limit_type"));
    return type == null ? null : new RateLimit(type, error.path("limit").asLong(0));
  }

  /**
   * OpenAI's models name it {@code param}; Google's details have {@code fieldViolations}
   * (google.rpc.BadRequest).
   */
  private static @Nullable String field(JsonNode error) {
    String field = Json.text(error.get("param"));
    for (JsonNode detail : error.path("details")) {
      for (JsonNode violation : detail.path("fieldViolations")) {
        field = field == null ? Json.text(violation.get("field")) : field;
      }
    }
    return field == null || field.isBlank() ? null : field.strip();
  }

  /**
   * A block carries {@code input_guardrail} or {@code output_guardrail}: lists of what was found.
   */
  private static @Nullable String guardrail(JsonNode root) {
    List<String> found = new ArrayList<>();
    boolean present = false;
    for (String field : List.of("input_guardrail", "output_guardrail")) {
      JsonNode guardrail = root.findValue(field);
      if (Json.present(guardrail)) {
        present = true;
        collectTrue(guardrail, found);
      }
    }
    return present ? String.join(", ", found) : null;
  }

  private static void collectTrue(@Nullable JsonNode node, List<String> names) {
    if (node == null) {
      return;
    }
    node.properties()
        .forEach(field -> {
          if (field.getValue().isBoolean()
              && field.getValue().asBoolean()
              && !field.getKey().equals("flagged")) {
            names.add(field.getKey());
          }
        });
    node.forEach(child -> collectTrue(child, names));
  }

  private static String unescape(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
