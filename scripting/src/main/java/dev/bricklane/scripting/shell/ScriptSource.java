package dev.bricklane.scripting.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a script comes from. Files and standard input are read as UTF-8. */
sealed interface ScriptSource {
  /** Reads it. */
  String text(StandardInput input) throws IOException;

  /** Returns what messages call it. */
  String name();

  /** Returns where its neighbours are, which it may use as classes, or null. */
  default @Nullable Path folder() {
    return null;
  }

  /** A script of the command line. */
  record Inline(String script) implements ScriptSource {
    @Override
    public String text(StandardInput input) {
      return script;
    }

    @Override
    public String name() {
      return "-e";
    }
  }

  /** A file. */
  record File(Path path) implements ScriptSource {
    @Override
    public String text(StandardInput input) throws IOException {
      return Files.readString(path, StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public Path folder() {
      Path folder = path.toAbsolutePath().getParent();
      return folder == null ? path.toAbsolutePath() : folder;
    }
  }

  /** Standard input. */
  record Piped() implements ScriptSource {
    @Override
    public String text(StandardInput input) throws IOException {
      return input.taken();
    }

    @Override
    public String name() {
      return "<stdin>";
    }
  }
}
