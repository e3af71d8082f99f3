package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.sql.SqlTokens.Kind;
import dev.bricklane.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;

/** Reads the definitions of a file, and goes on after a mistake to find the others. */
final class DefinitionReader {
  private final DefinitionFile file;
  private final DefinitionProblems problems;

  DefinitionReader(DefinitionFile file, DefinitionProblems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Returns what the file defines; a plain query is a view of the file's name, if it may be. */
  List<Definition> read(boolean queriesToo) {
    List<List<Token>> statements;
    try {
      statements = statements(SqlTokens.of(file.text()));
    } catch (BricklaneException e) {
      problems.add(file, e);
      return List.of();
    }
    if (queriesToo && statements.size() == 1 && !statements.get(0).get(0).is("CREATE")) {
      return List.of(plain(statements.get(0)));
    }
    List<Definition> definitions = new ArrayList<>();
    for (List<Token> statement : statements) {
      try {
        definitions.add(new DefinitionParser(file, statement).parse());
      } catch (BricklaneException e) {
        problems.add(file, e);
      }
    }
    return definitions;
  }

  private Definition plain(List<Token> statement) {
    String fileName = file.name();
    String name = fileName.substring(0, fileName.lastIndexOf('.'));
    int start = statement.get(0).start();
    int end = statement.get(statement.size() - 1).end();
    return new Definition.View(
        SqlEngine.SCHEMA,
        name,
        false,
        List.of(),
        leadingComment(start),
        start,
        new DefinedText(file, "view " + name, start, end, ""));
  }

  /** Returns the lines of comment that the file begins with: such a view has no other. */
  private String leadingComment(int start) {
    List<String> lines = new ArrayList<>();
    for (String line : file.text().substring(0, start).lines().toList()) {
      String text = line.strip();
      if (!text.startsWith("--")) {
        break;
      }
      lines.add(text.replaceFirst("^-+", "").strip());
    }
    return String.join(" ", lines).strip();
  }

  private static List<List<Token>> statements(List<Token> tokens) {
    List<List<Token>> statements = new ArrayList<>();
    int first = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == tokens.size() || (tokens.get(i).kind() == Kind.SIGN && tokens.get(i).is(";"))) {
        if (i > first) {
          statements.add(tokens.subList(first, i));
        }
        first = i + 1;
      }
    }
    return statements;
  }
}
