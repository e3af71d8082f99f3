package dev.bricklane.conformance.strangers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumSet;
import java.util.Set;

/**
 * What strangers ask for and Bricklane does not do yet. Their tests are written; they are skipped,
 * with the reason, until the line here is deleted. {@code -Dstrangers.all=true} runs them anyway.
 */
enum NotYet {
  /** {@code /serving-endpoints/responses} of the embedded workspace. */
  RESPONSES("the embedded workspace does not speak Responses"),
  /** A tool that is offered, not forced, and its result in the next turn. */
  OFFERED_TOOLS("the embedded workspace calls only tools that are forced"),
  /** {@code /serving-endpoints/{name}/invocations} of custom models and agents. */
  CUSTOM_MODELS("the embedded workspace serves no custom models and agents"),
  /** A base URL that is a gateway, such as {@code //localhost:4000/v1}. */
  GATEWAYS("the driver takes no base URL of a gateway"),
  /** The arguments of {@code complete} beyond the first nine, such as {@code messages}. */
  MORE_ARGUMENTS("complete() does not take this argument");

  /** The list, empty today: take an entry off when the thing is there. */
  private static final Set<NotYet> TODAY = EnumSet.noneOf(NotYet.class);

  private final String reason;

  NotYet(String reason) {
    this.reason = reason;
  }

  /** Skips the test that asks, as long as this is on the list. */
  void skip() {
    assumeTrue(there(), "Not yet: " + reason);
  }

  /** Tells whether this is off the list. */
  boolean there() {
    return !TODAY.contains(this) || Boolean.getBoolean("strangers.all");
  }
}
