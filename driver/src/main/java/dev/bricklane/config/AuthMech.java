package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.AUTH_FLOW;
import static dev.bricklane.config.ConnectionProperty.AUTH_MECH;
import static dev.bricklane.config.ConnectionProperty.AUTH_TYPE;

import java.util.Map;
import java.util.Optional;

/** Says in our words what databricks-jdbc's {@code AuthMech} and {@code Auth_Flow} say. */
final class AuthMech {
  private AuthMech() {}

  /** Adds an {@code authType} to what was typed, if these two properties name one. */
  static void say(Map<ConnectionProperty, Given> typed, Problems problems) {
    Given mech = typed.get(AUTH_MECH);
    Given flow = typed.get(AUTH_FLOW);
    // A mechanism of 3 is for tokens alone, and leaves the flow without a meaning.
    boolean pat = mech != null && mech.text().equals("3");
    Given by = pat || flow == null ? mech : flow;
    Optional<String> way =
        pat ? Optional.of("pat") : flow == null ? Optional.empty() : ofFlow(flow.text());
    if (by == null || way.isEmpty()) {
      return;
    }
    ConnectionProperty property = pat ? AUTH_MECH : AUTH_FLOW;
    Given asked = typed.putIfAbsent(AUTH_TYPE, new Given(way.get(), by.source()));
    if (asked != null && !means(asked.text(), way.get())) {
      problems.add(
          property, by.source(), "contradicts authType (" + asked.source() + "); leave one out");
    }
  }

  private static boolean means(String authType, String way) {
    try {
      return AuthType.check(authType).equals(way);
    } catch (InvalidValueException unknown) {
      // Noted where the value is checked.
      return true;
    }
  }

  private static Optional<String> ofFlow(String flow) {
    return switch (flow) {
      case "0" -> Optional.of("pat");
      case "1" -> Optional.of("oauth-m2m");
      case "2" -> Optional.of("oauth-u2m");
      case "3" -> Optional.of("databricks-sdk:azure-msi");
      default -> Optional.empty();
    };
  }
}
