package dev.bricklane.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the profile file, chooses a profile in it, and reads it as a layer.
 *
 * <p>The file is {@code DATABRICKS_CONFIG_FILE}, or {@code ~/.databrickscfg}. The profile is the
 * one that was named, or the file's {@code default_profile} in {@code [__settings__]}, or {@code
 * DEFAULT}, or {@code workbench} in the file of Posit Workbench. A named file or profile that is
 * not there is a mistake; without a name it is not.
 */
final class ProfileReader {
  /** What a profile's name follows in the name of its layer. */
  static final String LAYER = "profile ";

  private static final String FILE_VARIABLE = "DATABRICKS_CONFIG_FILE";

  private final Environment environment;
  private final Problems problems;

  ProfileReader(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** Reads the named profile, or the default one. */
  Optional<Layer> read(Optional<Given> named, boolean demanded) {
    int mistakesBefore = problems.count();
    Optional<Path> path = path();
    Optional<ProfileFile> file = path.flatMap(this::parse);
    if (file.isEmpty()) {
      if (named.isPresent() && problems.count() == mistakesBefore) {
        wrong(
            named.get(),
            "is named, but there is no file "
                + path.map(Path::toString).orElse("~/.databrickscfg"));
      }
      return Optional.empty();
    }
    Optional<Given> chosen =
        named.or(() ->
            file.get()
                .defaultProfile()
                .map(name -> new Given(name, "default_profile of " + path.get())));
    boolean workbench = WorkbenchProfile.isKeptIn(path.get());
    String profile =
        chosen.map(Given::text).orElse(workbench ? WorkbenchProfile.SECTION : ProfileFile.DEFAULT);
    if (!file.get().has(profile)) {
      chosen.ifPresent(given -> wrong(given, missing(path.get(), file.get())));
      return Optional.empty();
    }
    return Optional.of(layer(path.get(), file.get(), profile, demanded));
  }

  private Layer layer(Path path, ProfileFile file, String profile, boolean demanded) {
    file.wrongLines(profile)
        .forEach(line ->
            problems.add(
                path + ", line " + line, "is neither key = value, nor [section], nor comment"));
    var values = file.values(profile);
    Given host = values.get(ConnectionProperty.HOST);
    boolean workbench = WorkbenchProfile.isKeptIn(path) && profile.equals(WorkbenchProfile.SECTION);
    return new Layer(
        LAYER + profile,
        values,
        host == null ? null : host.text(),
        demanded,
        Layer.Kind.PROFILE,
        Optional.empty(),
        workbench ? Optional.of(path) : Optional.empty());
  }

  private static String missing(Path path, ProfileFile file) {
    return "is not in "
        + path
        + (file.profiles().isEmpty()
            ? ", which has no profiles"
            : ", which has " + String.join(", ", file.profiles()));
  }

  private Optional<ProfileFile> parse(Path path) {
    try {
      return environment.read(path).map(ProfileFile::parse);
    } catch (IOException unreadable) {
      problems.add(path.toString(), "cannot be read; check that it is a file and its permissions");
      return Optional.empty();
    }
  }

  private Optional<Path> path() {
    Optional<Given> named = EnvironmentVariables.variable(environment.variables(), FILE_VARIABLE);
    try {
      if (named.isEmpty()) {
        return environment.home().map(home -> home.resolve(".databrickscfg"));
      }
      String text = named.get().text();
      return text.startsWith("~/")
          ? environment.home().map(home -> home.resolve(text.substring(2)))
          : Optional.of(Path.of(text));
    } catch (InvalidPathException wrong) {
      problems.add(FILE_VARIABLE, "is no path of a file");
      return Optional.empty();
    }
  }

  private void wrong(Given profile, String what) {
    problems.add(ConnectionProperty.PROFILE, profile.source(), what);
  }
}
