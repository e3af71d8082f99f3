package dev.bricklane.shell;

/** Hears that the process is asked to end: Ctrl-C, or a signal to terminate. */
@FunctionalInterface
interface Interrupts {
  /**
   * The process's own: a shutdown hook. The JVM makes the exit code of it (130 after Ctrl-C) and
   * ends when the action has returned.
   */
  Interrupts OF_PROCESS =
      action -> {
        Thread hook = new Thread(action, "bricklane-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
          try {
            Runtime.getRuntime().removeShutdownHook(hook);
          } catch (IllegalStateException e) {
            // The process is ending already, and the hook with it.
          }
        };
      };

  /** Has the action run on an interrupt, on a thread of its own, until the result is run. */
  Runnable onInterrupt(Runnable action);
}
