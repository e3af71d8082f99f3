package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens a page by a command, whose last argument is the URL. No shell is involved. Immutable. */
final class CommandOpener implements UrlOpener {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final List<String> command;

  CommandOpener(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Reads a command as people write it: words between spaces, or in double quotes. */
  static CommandOpener parse(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    if (words.isEmpty()) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION, "The command that opens a browser is empty");
    }
    return new CommandOpener(words);
  }

  @Override
  public CompletableFuture<@Nullable Void> open(URI page) {
    List<String> line = new ArrayList<>(command);
    line.add(page.toString());
    Process process;
    try {
      process =
          new ProcessBuilder(line)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw failed("cannot be started");
    }
    return process
        .onExit()
        .thenApply(ended -> {
          if (ended.exitValue() != 0) {
            throw failed("ended with status " + ended.exitValue());
          }
          return null;
        });
  }

  private BricklaneException failed(String how) {
    return new BricklaneException(
        ErrorCode.MISSING_CREDENTIALS,
        "No browser can be opened to sign in: the command " + command.get(0) + " " + how);
  }
}
