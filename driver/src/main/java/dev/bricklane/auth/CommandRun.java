package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a command of the system said. It is started from a list of arguments, never by a shell, gets
 * no input, and is ended with all that it has started when its time is over or an interrupt comes.
 *
 * @param status 0 if all is well
 * @param output what it wrote to its standard output; may hold secrets
 * @param errors what it wrote to its standard error; may hold secrets
 */
record CommandRun(int status, String output, String errors) {
  private static final int LONGEST = 1 << 20;

  /** The command is not there, or is no program. */
  static final class NotStarted extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Runs a command and waits for its end.
   *
   * @throws BricklaneException {@code DEADLINE_EXCEEDED} after {@code longest}, {@code CANCELLED}
   *     on an interrupt
   */
  static CommandRun of(List<String> command, Duration longest, Scheduler scheduler)
      throws NotStarted {
    Process process;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new NotStarted();
    }
    try {
      // Both at once: a command that fills one pipe waits for its reader.
      CompletableFuture<String> output = read(process.getInputStream(), scheduler);
      CompletableFuture<String> errors = read(process.getErrorStream(), scheduler);
      process.getOutputStream().close();
      process
          .onExit()
          .thenCombine(output.thenCombine(errors, (o, e) -> o), (ended, o) -> o)
          .get(longest.toNanos(), TimeUnit.NANOSECONDS);
      return new CommandRun(process.exitValue(), output.join(), errors.join());
    } catch (TimeoutException e) {
      throw new BricklaneException(
          ErrorCode.DEADLINE_EXCEEDED,
          command.get(0) + " was ended after " + longest.toSeconds() + " s without an answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BricklaneException(ErrorCode.CANCELLED, "Signing in was interrupted");
    } catch (IOException | ExecutionException e) {
      throw new BricklaneException(
          ErrorCode.MALFORMED_ANSWER, "What " + command.get(0) + " said could not be read");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<String> read(InputStream in, Scheduler scheduler) {
    CompletableFuture<String> text = new CompletableFuture<>();
    scheduler.background(() -> {
      try (in) {
        text.complete(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
      } catch (IOException e) {
        text.completeExceptionally(e);
      }
    });
    return text;
  }

  @Override
  public String toString() {
    return "status " + status;
  }
}
