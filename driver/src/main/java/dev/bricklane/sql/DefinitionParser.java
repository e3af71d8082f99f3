package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.SqlTokens.Kind;
import dev.bricklane.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one {@code CREATE VIEW} or {@code CREATE FUNCTION} of a file up to its query or expression,
 * which it leaves to the parser of SQL.
 */
final class DefinitionParser {
  private final DefinitionFile file;
  private final List<Token> tokens;
  private final int end;
  private int at;

  /**
   * Begins a statement.
   *
   * @param tokens those of the statement, at least one, without the semicolon
   */
  DefinitionParser(DefinitionFile file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
    this.end = tokens.get(tokens.size() - 1).end();
  }

  /**
   * Reads the statement.
   *
   * @throws BricklaneException if it is neither of both, with the position in the file
   */
  Definition parse() {
    if (!take("CREATE")) {
      throw unexpected("CREATE VIEW or CREATE FUNCTION");
    }
    boolean replaces = take("OR");
    if (replaces) {
      expect("REPLACE");
    }
    if (take("VIEW")) {
      return view(replaces);
    }
    if (take("FUNCTION")) {
      return template(replaces);
    }
    throw unexpected("VIEW or FUNCTION");
  }

  private Definition view(boolean replaces) {
    int place = place();
    List<String> path = path();
    if (path.size() == 3 && path.get(0).equalsIgnoreCase(SqlEngine.CATALOG)) {
      path = path.subList(1, 3);
    }
    if (path.size() > 2) {
      throw file.error(
          place, ErrorCode.INVALID_STATEMENT, "views are made in the catalog bricklane alone");
    }
    String name = path.get(path.size() - 1);
    String schema = path.size() == 1 ? SqlEngine.SCHEMA : path.get(0);
    List<NamedType> columns = new ArrayList<>();
    if (take("(")) {
      do {
        int column = place();
        columns.add(new NamedType(name(), "", column, null, comment().orElse(null)));
      } while (take(","));
      expect(")");
      checkNames(columns);
    }
    String remarks = comment().orElse("");
    expect("AS");
    String shown = schema.equalsIgnoreCase(SqlEngine.SCHEMA) ? name : schema + "." + name;
    return new Definition.View(
        schema.equalsIgnoreCase(SqlEngine.SCHEMA) ? SqlEngine.SCHEMA : schema,
        name,
        replaces,
        columns,
        remarks,
        place,
        query("view " + shown));
  }

  private Definition template(boolean replaces) {
    int place = place();
    List<String> path = path();
    if (path.size() > 1) {
      throw file.error(place, ErrorCode.INVALID_STATEMENT, "a function's name has no schema");
    }
    String name = path.get(0);
    String owner = "function " + name;
    expect("(");
    List<NamedType> arguments = peek(")") ? List.of() : arguments(owner);
    expect(")");
    checkNames(arguments);
    expect("RETURNS");
    List<NamedType> columns = List.of();
    String result = null;
    if (take("TABLE")) {
      expect("(");
      columns = arguments(owner);
      expect(")");
      checkNames(columns);
      for (NamedType column : columns) {
        if (column.standard() != null) {
          throw file.error(
              column.place(), ErrorCode.INVALID_STATEMENT, "a column of a result has no DEFAULT");
        }
      }
    } else {
      result =
          type(
              Set.of("RETURN", "COMMENT", "LANGUAGE", "NOT", "DETERMINISTIC", "CONTAINS", "READS"));
    }
    String remarks = characteristics();
    if (!peek("RETURN")) {
      throw unexpected("RETURN");
    }
    DefinedText body;
    if (result == null) {
      at++;
      body = query(owner);
    } else {
      body = new DefinedText(file, owner, place(), end, "RETURN");
      at++;
      more("an expression");
    }
    return new Definition.Template(
        name, replaces, arguments, result, columns, remarks, place, body);
  }

  /** Reads what Databricks lets stand before RETURN; only the comment means something here. */
  private String characteristics() {
    String remarks = "";
    while (true) {
      Optional<String> comment = comment();
      if (comment.isPresent()) {
        remarks = comment.get();
      } else if (take("LANGUAGE") || take("CONTAINS")) {
        expect("SQL");
      } else if (take("READS")) {
        expect("SQL");
        expect("DATA");
      } else if (take("NOT")) {
        expect("DETERMINISTIC");
      } else if (!take("DETERMINISTIC")) {
        return remarks;
      }
    }
  }

  private List<NamedType> arguments(String owner) {
    List<NamedType> arguments = new ArrayList<>();
    do {
      int place = place();
      String name = name();
      String type = type(Set.of("DEFAULT", "COMMENT", ",", ")"));
      DefinedText standard = null;
      if (peek("DEFAULT")) {
        int from = place();
        at++;
        int last = skip(Set.of("COMMENT", ",", ")"), "a value");
        standard = new DefinedText(file, owner, from, last, "DEFAULT");
      }
      arguments.add(new NamedType(name, type, place, standard, comment().orElse(null)));
    } while (take(","));
    return arguments;
  }

  /** Reads a type, in Databricks' words too, as Calcite writes it. */
  private String type(Set<String> before) {
    int first = at;
    skip(before, "a type");
    return TypeText.of(tokens.subList(first, at));
  }

  /** Goes to one of some words, outside of parentheses; returns where what stands before ends. */
  private int skip(Set<String> before, String wanted) {
    more(wanted);
    int first = at;
    int depth = 0;
    for (; at < tokens.size(); at++) {
      Token token = tokens.get(at);
      boolean plain = token.kind() == Kind.WORD || token.kind() == Kind.SIGN;
      if (depth == 0 && plain && before.contains(token.upper())) {
        break;
      }
      if (token.is("(") || token.is("[")) {
        depth++;
      } else if (token.is(")") || token.is("]")) {
        depth--;
      } else if (token.is("<")) {
        depth += isType(first) ? 1 : 0;
      } else if (token.is(">")) {
        depth -= isType(first) ? 1 : 0;
      }
    }
    if (at == first) {
      throw unexpected(wanted);
    }
    return tokens.get(at - 1).end();
  }

  private boolean isType(int first) {
    return Set.of("ARRAY", "MAP").contains(tokens.get(first).upper());
  }

  private DefinedText query(String owner) {
    more("a query");
    return new DefinedText(file, owner, place(), end, "");
  }

  private Optional<String> comment() {
    if (!take("COMMENT")) {
      return Optional.empty();
    }
    if (at >= tokens.size() || tokens.get(at).kind() != Kind.TEXT) {
      throw unexpected("a text in single quotes");
    }
    String quoted = tokens.get(at++).text();
    return Optional.of(quoted.substring(1, quoted.length() - 1).replace("''", "'"));
  }

  private List<String> path() {
    if (at + 2 < tokens.size()
        && tokens.get(at).is("IF")
        && tokens.get(at + 1).is("NOT")
        && tokens.get(at + 2).is("EXISTS")) {
      throw file.error(
          place(),
          ErrorCode.INVALID_STATEMENT,
          "IF NOT EXISTS has no meaning in a file of definitions; leave it out");
    }
    List<String> path = new ArrayList<>();
    do {
      path.add(name());
    } while (take("."));
    return path;
  }

  private String name() {
    if (at < tokens.size()) {
      Token token = tokens.get(at);
      if (token.kind() == Kind.WORD) {
        at++;
        return token.text();
      }
      if (token.kind() == Kind.QUOTED_NAME && token.text().length() > 2) {
        at++;
        String quote = token.text().substring(0, 1);
        return token.text().substring(1, token.text().length() - 1).replace(quote + quote, quote);
      }
    }
    throw unexpected("a name");
  }

  private void checkNames(List<NamedType> names) {
    Set<String> seen = new HashSet<>();
    for (NamedType each : names) {
      if (!seen.add(each.name().toLowerCase(Locale.ROOT))) {
        throw file.error(
            each.place(), ErrorCode.INVALID_STATEMENT, "the name %s twice".formatted(each.name()));
      }
    }
  }

  private boolean peek(String word) {
    return at < tokens.size() && tokens.get(at).is(word);
  }

  private boolean take(String word) {
    boolean there = peek(word);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String word) {
    if (!take(word)) {
      throw unexpected(word);
    }
  }

  private void more(String wanted) {
    if (at >= tokens.size()) {
      throw unexpected(wanted);
    }
  }

  private int place() {
    return at < tokens.size() ? tokens.get(at).start() : end;
  }

  private BricklaneException unexpected(String wanted) {
    String what =
        at < tokens.size()
            ? "unexpected " + SyntaxErrors.shown(tokens.get(at).text())
            : "the definition ends too early";
    return file.error(place(), ErrorCode.SYNTAX_ERROR, what + "; expected " + wanted);
  }
}
