package dev.bricklane.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SQL function that calls a model: its name, arguments, results and description, listed once in
 * {@link ModelFunctions}. Immutable.
 *
 * @param kind whether it is a completion or an embedding
 * @param table whether it is a table function
 * @param arguments in order
 * @param results the one result of a scalar function, or the columns of a table function
 * @param remarks what it does, for metadata
 */
record ModelFunction(
    Kind kind,
    String name,
    boolean table,
    List<Argument> arguments,
    List<Result> results,
    String remarks) {

  ModelFunction {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
  }

  /** What is asked of the model. */
  enum Kind {
    COMPLETION,
    EMBEDDING
  }

  /** The types of arguments. */
  enum ArgumentType {
    TEXT,
    /** Text, or an array of texts. */
    TEXTS,
    WHOLE,
    NUMBER,
    FLAG,
    /** Text that is JSON, or a word that stands for some. */
    JSON,
    /** Text or bytes, or an array of either. */
    MEDIA
  }

  /**
   * An argument.
   *
   * @param required whether it must be given
   * @param wireName the field of the request body that it becomes, or null where it becomes
   *     something else
   * @param minimum the least value of a number
   * @param maximum the greatest value of a number
   */
  record Argument(
      String name,
      ArgumentType type,
      boolean required,
      @Nullable String wireName,
      double minimum,
      double maximum,
      String remarks) {
    /** Makes an argument that must be given. */
    static Argument required(String name, ArgumentType type, String remarks) {
      return new Argument(name, type, true, null, 0, 0, remarks);
    }

    /** Makes one that is no field of the request's body by itself. */
    static Argument optional(String name, ArgumentType type, String remarks) {
      return new Argument(name, type, false, null, 0, 0, remarks);
    }

    /** Makes one that is a field of its name. */
    static Argument field(String name, ArgumentType type, String remarks) {
      return new Argument(name, type, false, name, 0, 0, remarks);
    }

    /** Makes one that is a field of its name, and a number within bounds. */
    static Argument number(
        String name, ArgumentType type, double minimum, double maximum, String remarks) {
      return new Argument(name, type, false, name, minimum, maximum, remarks);
    }
  }

  /** A result. */
  record Result(String name, ResultType type, String remarks) {}

  /** The types of results. */
  enum ResultType {
    TEXT,
    INTEGER,
    BIGINT,
    BOOLEAN,
    TIMESTAMP,
    /** US dollars, to the billionth. */
    MONEY,
    VECTOR
  }

  int indexOf(String argument) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).name().equalsIgnoreCase(argument)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns how it is called, such as {@code complete(model, prompt [, system => …])}. */
  String signature() {
    StringBuilder text = new StringBuilder(name).append('(');
    String separator = "";
    for (Argument argument : arguments) {
      text.append(
          argument.required()
              ? separator + argument.name()
              : " [" + separator + argument.name() + " => …]");
      separator = ", ";
    }
    return text.append(')').toString();
  }
}
