package dev.bricklane.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An environment of the test's own, which remembers what was read. */
final class FakeEnvironment implements Environment {
  static final Path HOME = Path.of("/home/ada");
  static final Path PROFILE_FILE = HOME.resolve(".databrickscfg");

  private final Map<String, String> variables = new HashMap<>();
  private final Map<Path, String> files = new HashMap<>();
  private final List<Path> reads = new ArrayList<>();
  private boolean unreadable;

  FakeEnvironment variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  FakeEnvironment profiles(String text) {
    return file(PROFILE_FILE, text);
  }

  FakeEnvironment file(Path path, String text) {
    files.put(path, text);
    return this;
  }

  FakeEnvironment unreadable() {
    unreadable = true;
    return this;
  }

  List<Path> reads() {
    return reads;
  }

  @Override
  public Map<String, String> variables() {
    return variables;
  }

  @Override
  public Optional<Path> home() {
    return Optional.of(HOME);
  }

  @Override
  public Optional<String> read(Path file) throws IOException {
    reads.add(file);
    if (unreadable) {
      throw new IOException("permission denied");
    }
    return Optional.ofNullable(files.get(file));
  }
}
