package dev.bricklane.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where statements come from. Files and standard input are read as UTF-8. */
sealed interface ScriptSource {
  /** Opens it; standard input is the stream given. */
  Reader open(InputStream standardInput) throws IOException;

  /** Returns what messages call it. */
  String name();

  /** Returns how an error names the place of a statement that starts on this line. */
  default String place(int line) {
    return name() + ":" + line + ": ";
  }

  /** SQL of the command line. */
  record Inline(String sql) implements ScriptSource {
    @Override
    public Reader open(InputStream standardInput) {
      return new StringReader(sql);
    }

    @Override
    public String name() {
      return "the command line";
    }

    @Override
    public String place(int line) {
      return "";
    }
  }

  /** A file. */
  record File(Path path) implements ScriptSource {
    @Override
    public Reader open(InputStream standardInput) throws IOException {
      return new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
      return path.toString();
    }
  }

  /** Standard input. */
  record StandardInput() implements ScriptSource {
    @Override
    public Reader open(InputStream standardInput) {
      return new InputStreamReader(standardInput, StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
      return "standard input";
    }
  }
}
