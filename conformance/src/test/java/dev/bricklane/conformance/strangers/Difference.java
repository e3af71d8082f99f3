package dev.bricklane.conformance.strangers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One place where the requests of LiteLLM and of Bricklane differ.
 *
 * @param place such as {@code body.stop} or {@code header accept}
 * @param litellm what LiteLLM sends there, or a dash
 * @param bricklane what Bricklane sends there, or a dash
 */
record Difference(String place, String litellm, String bricklane) {
  static final String NOTHING = "–";

  /** The place of a difference between a request and none. */
  static final String REQUEST = "request";

  /** These follow from the rest, or are the connection's own. */
  private static final Set<String> NOT_COMPARED = Set.of("host", "content-length", "connection");

  /** Finds all differences of two requests. */
  static List<Difference> between(Recorder.Request litellm, Recorder.Request bricklane) {
    List<Difference> all = new ArrayList<>();
    add(all, "method", litellm.method(), bricklane.method());
    add(all, "path", litellm.path(), bricklane.path());
    Set<String> names = new TreeSet<>(litellm.headers().keySet());
    names.addAll(bricklane.headers().keySet());
    names.removeAll(NOT_COMPARED);
    for (String name : names) {
      add(all, "header " + name, header(litellm, name), header(bricklane, name));
    }
    compare(all, "body", litellm.body(), bricklane.body());
    return all;
  }

  private static String header(Recorder.Request request, String name) {
    String value = request.headers().getOrDefault(name, NOTHING);
    // Versions and systems differ from run to run.
    return name.equals("user-agent")
        ? value.replaceAll("/\\d[^ ]*", "/<version>").replaceAll("os/\\w+", "os/<os>")
        : value;
  }

  private static void compare(List<Difference> all, String place, JsonNode left, JsonNode right) {
    if (left != null && right != null && left.isObject() && right.isObject()) {
      Set<String> names = new TreeSet<>();
      left.fieldNames().forEachRemaining(names::add);
      right.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compare(all, place + "." + name, left.get(name), right.get(name)));
    } else if (left != null
        && right != null
        && left.isArray()
        && right.isArray()
        && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        compare(all, place + "[" + i + "]", left.get(i), right.get(i));
      }
    } else if (!(left != null
        && right != null
        && left.isNumber()
        && right.isNumber()
        && left.decimalValue().compareTo(right.decimalValue()) == 0)) {
      add(all, place, text(left), text(right));
    }
  }

  private static String text(JsonNode node) {
    return node == null ? NOTHING : node.toString();
  }

  private static void add(List<Difference> all, String place, String left, String right) {
    if (!Objects.equals(left, right)) {
      all.add(new Difference(place, left, right));
    }
  }
}
