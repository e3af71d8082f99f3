package dev.bricklane.scripting;

import org.jspecify.annotations.Nullable;

/** The model of calls that name none. */
final class DefaultModel {
  /** Names the environment variable that says which it is. */
  static final String VARIABLE = "BRICKLANE_MODEL";

  /** Of a workspace, where nobody says which: every region with pay-per-token models has it. */
  static final String OF_WORKSPACE = "databricks-claude-sonnet-4-5";

  static final String OF_EMBEDDED = "embedded-responder";

  private DefaultModel() {}

  /**
   * Returns the model.
   *
   * @param named by the script, for all its calls
   */
  static String of(@Nullable String named, boolean embedded) {
    return of(named, System.getenv(VARIABLE), embedded);
  }

  static String of(@Nullable String named, @Nullable String ofEnvironment, boolean embedded) {
    if (named != null) {
      return named;
    }
    if (ofEnvironment != null && !ofEnvironment.isBlank()) {
      return ofEnvironment;
    }
    return embedded ? OF_EMBEDDED : OF_WORKSPACE;
  }
}
