package dev.bricklane.config;

/**
 * A value as it was found, not yet checked.
 *
 * @param text without spaces around it, never empty
 * @param source such as {@code URL} or {@code environment DATABRICKS_HOST}
 */
record Given(String text, String source) {
  /** Shows the source alone, as the text may be a secret. */
  @Override
  public String toString() {
    return "Given[" + source + "]";
  }
}
