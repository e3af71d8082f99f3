package dev.bricklane.embedded;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, whatever protocol it came by. Immutable.
 *
 * @param role system, user, assistant or tool
 * @param text the text of its parts
 * @param media what it carries besides
 * @param calls the tools that an assistant called: names by id
 * @param answers the id of the call that a tool's message answers, or null
 */
record Turn(
    String role,
    String text,
    List<Media> media,
    Map<String, String> calls,
    @Nullable String answers) {
  Turn {
    media = List.copyOf(media);
    calls = Map.copyOf(calls);
  }

  /** A message of text alone. */
  Turn(String role, String text) {
    this(role, text, List.of(), Map.of(), null);
  }

  boolean is(String wanted) {
    return role.equals(wanted);
  }
}
