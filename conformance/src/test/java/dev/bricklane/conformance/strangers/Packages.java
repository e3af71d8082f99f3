package dev.bricklane.conformance.strangers;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The strangers from PyPI and npm, at the versions of the lock files, in the folder that {@code
 * -Dstrangers=<folder>} names. The first test that needs them installs them, which takes a minute
 * or two; later runs find them there. Without the property, or where Python, Node or the registry
 * is missing, the test is skipped and says why. An installation that fails otherwise, as for a
 * wrong hash, fails the tests.
 */
enum Packages {
  /** Into a virtual environment; a later LiteLLM beside it, in {@code later}. */
  PYTHON("python", "requirements.txt", "requirements-alone.txt", "requirements-later.txt") {
    /** Some systems have Python without what makes environments. */
    @Override
    Optional<String> lack() throws InterruptedException {
      Tool python = new Tool(List.of(python()), 3, 10);
      Optional<String> lack = python.lack();
      if (lack.isPresent()) {
        return lack;
      }
      return failure(
          "Python makes no virtual environments", python, "-c", "import ensurepip, venv");
    }

    @Override
    Optional<String> registryLack(Path folder) throws IOException, InterruptedException {
      must(List.of(python(), "-m", "venv", folder.toString()), folder);
      Tool pip = new Tool(List.of(program(folder, "pip").toString()), 1, 0);
      return failure(
          "PyPI does not answer", pip, "--retries=0", "--timeout=15", "index", "versions", "pip");
    }

    @Override
    void install(Path folder) throws IOException, InterruptedException {
      pip(folder, "requirements.txt");
      pip(folder, "requirements-alone.txt");
      pip(folder, "requirements-later.txt", "--upgrade", "--target", folder + "/later");
    }

    private void pip(Path folder, String lock, String... where)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(program(folder, "pip").toString());
      // The lock file is whole; with --no-deps nothing beside it comes in.
      command.addAll(
          List.of("install", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"));
      command.addAll(List.of("--requirement", sources().resolve(lock).toString()));
      command.addAll(List.of(where));
      must(command, folder);
    }
  },
  NODE("node", "package.json", "package-lock.json") {
    @Override
    Optional<String> lack() throws InterruptedException {
      Optional<String> lack = new Tool(List.of("node"), 20, 0).lack();
      return lack.isPresent() ? lack : NPM.lack();
    }

    @Override
    Optional<String> registryLack(Path folder) throws IOException, InterruptedException {
      return failure(
          "npm's registry does not answer",
          NPM,
          "view",
          "openai",
          "name",
          "--fetch-retries=0",
          "--fetch-timeout=15000");
    }

    @Override
    void install(Path folder) throws IOException, InterruptedException {
      copy("package.json", folder);
      copy("package-lock.json", folder);
      must(
          List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
          folder);
    }
  };

  private static final Tool NPM = new Tool(List.of("npm"), 9, 0);

  /** Variables that would send a client elsewhere, or through a proxy. */
  private static final Pattern CONFUSING =
      Pattern.compile("(?i)^(DATABRICKS|LITELLM|OPENAI)_|_PROXY$");

  private static final int INSTALLING = 600;

  private final String language;
  private final List<String> locks;
  private final Once<Path> installed = new Once<>(this::prepare);

  Packages(String language, String... locks) {
    this.language = language;
    this.locks = List.of(locks);
  }

  /** Says which program of the machine is missing or too old. */
  abstract Optional<String> lack() throws InterruptedException;

  /** Tells whether the registry is out of reach. */
  abstract Optional<String> registryLack(Path folder) throws IOException, InterruptedException;

  abstract void install(Path folder) throws IOException, InterruptedException;

  /** Returns the folder that they are installed in, or skips the test. */
  Path folder() throws Exception {
    return installed.get();
  }

  private Path prepare() throws IOException, InterruptedException {
    String root = System.getProperty("strangers", "");
    if (root.isBlank()) {
      return skip("-Dstrangers=<folder> installs the " + language + " packages there, and runs it");
    }
    Optional<String> lack = lack();
    if (lack.isPresent()) {
      return skip(lack.get());
    }
    Path folder = Path.of(root).toAbsolutePath().resolve(language);
    Path stamp = folder.resolve("installed.txt");
    StringBuilder wanted = new StringBuilder();
    for (String lock : locks) {
      wanted.append(Files.readString(sources().resolve(lock)));
    }
    if (Files.exists(stamp) && Files.readString(stamp).contentEquals(wanted)) {
      return folder;
    }
    Files.createDirectories(folder);
    Optional<String> registry = registryLack(folder);
    if (registry.isPresent()) {
      return skip(registry.get());
    }
    install(folder);
    Files.writeString(stamp, wanted);
    return folder;
  }

  /** Returns the folder of the scripts that use them. */
  Path sources() {
    return Path.of(System.getProperty("strangers.sources")).resolve(language);
  }

  /** Returns the command for one of our scripts. */
  List<String> script(String name, String... arguments) throws Exception {
    Path folder = folder();
    Path script = sources().resolve(name);
    if (this == NODE) {
      // Node looks for packages from where a script lies.
      copy("cases.mjs", folder);
      script = copy(name, folder);
    }
    List<String> command = new ArrayList<>();
    command.add(this == PYTHON ? program(folder, "python").toString() : "node");
    command.add(script.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the path of a program that the packages for Python bring. */
  static Path program(Path folder, String name) {
    return Files.isDirectory(folder.resolve("Scripts"))
        ? folder.resolve("Scripts").resolve(name + ".exe")
        : folder.resolve("bin").resolve(name);
  }

  /** Returns the environment in which the strangers know no account and nothing but loopback. */
  static Map<String, String> offline() {
    Map<String, String> environment = new HashMap<>();
    System.getenv().keySet().stream()
        .filter(name -> CONFUSING.matcher(name).find())
        .forEach(name -> environment.put(name, ""));
    environment.put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
    environment.put("LITELLM_TELEMETRY", "False");
    // It would fetch the tokenizers of some models.
    environment.put("HF_HUB_OFFLINE", "1");
    environment.put("NO_PROXY", "*");
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("DATABRICKS_CONFIG_FILE", "no-such-databrickscfg");
    return environment;
  }

  /** Skips the test, and says so where a person looks. */
  private static Path skip(String reason) {
    System.out.println("Skipped: " + reason);
    return abort(reason);
  }

  private static Optional<String> failure(String what, Tool tool, String... arguments)
      throws InterruptedException {
    try {
      tool.run(arguments);
      return Optional.empty();
    } catch (IOException | AssertionError e) {
      return Optional.of(what + ": " + e.getMessage());
    }
  }

  final Path copy(String name, Path folder) {
    try {
      return Files.copy(
          sources().resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String python() {
    return System.getProperty("os.name", "").startsWith("Windows") ? "python" : "python3";
  }

  static void must(List<String> command, Path folder) throws IOException, InterruptedException {
    Program.run(command, folder, Map.of(), INSTALLING);
  }
}
