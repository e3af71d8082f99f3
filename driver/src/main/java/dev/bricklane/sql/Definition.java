package dev.bricklane.sql;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a statement of a file defines. */
sealed interface Definition {
  /** Returns the schema that it is in. */
  String schema();

  /** Returns its name, as written. */
  String name();

  /** Returns whether it may take the place of an earlier one. */
  boolean replaces();

  /** Returns its comment, or an empty text. */
  String remarks();

  /** Returns the index of its name in the file. */
  int place();

  /** Returns the query or expression. */
  DefinedText body();

  /** Returns the name as people write it: the schema only where it is not the usual one. */
  default String shownName() {
    return schema().equals(SqlEngine.SCHEMA) ? name() : schema() + "." + name();
  }

  /** Returns what no two of a kind share. */
  default String key() {
    return (schema() + "." + name()).toLowerCase(Locale.ROOT);
  }

  /**
   * A view.
   *
   * @param columns their names and comments; empty if the query names them
   */
  record View(
      String schema,
      String name,
      boolean replaces,
      List<NamedType> columns,
      String remarks,
      int place,
      DefinedText body)
      implements Definition {
    public View {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A prompt template: a function that is an expression, or a query.
   *
   * @param arguments in order
   * @param result the type of the expression; null for a query
   * @param columns the columns of a query; empty for an expression
   */
  record Template(
      String name,
      boolean replaces,
      List<NamedType> arguments,
      @Nullable String result,
      List<NamedType> columns,
      String remarks,
      int place,
      DefinedText body)
      implements Definition {
    public Template {
      arguments = List.copyOf(arguments);
      columns = List.copyOf(columns);
    }

    @Override
    public String schema() {
      return SqlEngine.SCHEMA;
    }

    /** Returns whether it gives rows. */
    boolean table() {
      return result == null;
    }

    /** Returns how it is called, such as {@code summarise(text [, words => …])}. */
    String signature() {
      StringBuilder text = new StringBuilder(name).append('(');
      String separator = "";
      for (NamedType argument : arguments) {
        text.append(
            argument.standard() == null
                ? separator + argument.name()
                : " [" + separator + argument.name() + " => …]");
        separator = ", ";
      }
      return text.append(')').toString();
    }
  }
}
