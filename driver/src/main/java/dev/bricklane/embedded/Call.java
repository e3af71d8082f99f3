package dev.bricklane.embedded;

import org.jspecify.annotations.Nullable;

/**
 * A request on its way to the action that answers it. Holds secrets, so its {@code toString} says
 * next to nothing.
 *
 * @param authorization the Authorization header, or null
 * @param contentType the Content-Type header, or the empty string
 * @param body the text of the body
 * @param name what stands in the path for {@code {name}}, or the empty string
 * @param query the query's parameters; may hold secrets
 */
record Call(
    @Nullable String authorization, String contentType, String body, String name, Form query) {
  @Override
  public String toString() {
    return "Call[" + name + "]";
  }
}
