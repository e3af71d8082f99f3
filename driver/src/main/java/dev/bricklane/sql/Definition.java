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
    return key(schema(), name());
  }

  /** Returns the key of a name in a schema; a name may have dots. */
  static String key(String schema, String name) {
    return (schema + '\n' + name).toLowerCase(Locale.ROOT);
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

    /**
     * Returns what counts where an argument is not given, as a function without arguments: so it
     * reads nothing of who calls either.
     */
    Template ofStandard(NamedType argument, DefinedText standard) {
      return new Template(
          argument.name(),
          false,
          List.of(),
          argument.type(),
          List.of(),
          "",
          argument.place(),
          standard);
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
