package dev.bricklane.sql;

import dev.bricklane.config.DriverConfig;
import dev.bricklane.error.BricklaneException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The views and prompt templates that files define for a connection. Immutable and thread-safe.
 *
 * <p>A file is SQL in UTF-8: {@code CREATE [OR REPLACE] VIEW} and {@code CREATE [OR REPLACE]
 * FUNCTION} statements, ended by semicolons. Their queries and expressions are read here, and
 * checked when they are used: what they read may not be there yet, or no longer.
 */
public final class Definitions {
  /** No definitions. */
  public static final Definitions NONE = new Definitions(List.of(), List.of());

  private final List<Definition.View> views;
  private final List<Definition.Template> templates;

  private Definitions(List<Definition.View> views, List<Definition.Template> templates) {
    this.views = List.copyOf(views);
    this.templates = List.copyOf(templates);
  }

  /**
   * Reads the files of a connection. The first time in a JVM this waits for the planner to be
   * loaded, if there are any.
   *
   * @param files as the connection's properties name them
   * @throws BricklaneException {@code INVALID_CONFIGURATION} with all mistakes, each with its file,
   *     line and column; the message repeats words of the files
   */
  public static Definitions read(DriverConfig.Definitions files) {
    if (files.equals(DriverConfig.Definitions.NONE)) {
      return NONE;
    }
    DefinitionProblems problems = new DefinitionProblems();
    List<Definition> read = new ArrayList<>();
    files.init().ifPresent(path -> read.addAll(file("init", path, false, problems)));
    files
        .views()
        .ifPresent(folder -> {
          for (Path path : scripts(folder, problems)) {
            read.addAll(file("views", path, true, problems));
          }
        });
    Definitions definitions = of(unique(read, problems));
    DefinitionCheck.run(definitions, problems);
    problems.throwIfAny();
    return definitions;
  }

  private static Definitions of(Collection<Definition> all) {
    List<Definition.View> views = new ArrayList<>();
    List<Definition.Template> templates = new ArrayList<>();
    for (Definition each : all) {
      if (each instanceof Definition.View view) {
        views.add(view);
      } else if (each instanceof Definition.Template template) {
        templates.add(template);
      }
    }
    return new Definitions(views, templates);
  }

  private static List<Definition> file(
      String property, Path path, boolean queriesToo, DefinitionProblems problems) {
    try {
      DefinitionFile file = DefinitionFile.read(property, path);
      return new DefinitionReader(file, problems).read(queriesToo);
    } catch (BricklaneException e) {
      problems.add(e);
      return List.of();
    }
  }

  private static List<Path> scripts(Path folder, DefinitionProblems problems) {
    List<Path> scripts = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean script = name.toLowerCase(Locale.ROOT).endsWith(".sql") && !name.startsWith(".");
        if (script && Files.isRegularFile(entry)) {
          scripts.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      problems.add(
          DefinitionFile.wrong("views", folder, "is no folder, or one that cannot be read", e));
    }
    scripts.sort(Comparator.comparing(path -> String.valueOf(path.getFileName())));
    return scripts;
  }

  private static Collection<Definition> unique(List<Definition> read, DefinitionProblems problems) {
    Map<String, Definition> byKey = new LinkedHashMap<>();
    for (Definition each : read) {
      String key = each.getClass().getSimpleName() + " " + each.key();
      Definition earlier = byKey.get(key);
      if (earlier == null || each.replaces()) {
        byKey.put(key, each);
      } else {
        problems.add(
            each,
            "%s is defined already (%s, line %d); write CREATE OR REPLACE to replace it"
                .formatted(
                    each.shownName(),
                    earlier.body().file().name(),
                    earlier.body().file().line(earlier.place())));
      }
    }
    return byKey.values();
  }

  List<Definition.View> views() {
    return views;
  }

  List<Definition.Template> templates() {
    return templates;
  }
}
