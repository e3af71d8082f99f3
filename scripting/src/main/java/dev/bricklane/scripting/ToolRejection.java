package dev.bricklane.scripting;

/**
 * Thrown by a tool that will not do what the model wants. The model is told why, and may go on
 * without. In the closure of {@code databricks.chat}, {@code reject('why')} throws it.
 */
public final class ToolRejection extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes a rejection.
   *
   * @param why what the model is told
   */
  public ToolRejection(String why) {
    super(why);
  }
}
