package dev.bricklane.scripting;

import dev.bricklane.jdbc.StreamedAnswer;
import java.io.IOException;
import java.io.Reader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Single calls of models, each a query. Thread-safe. */
final class ModelCalls {
  private static final int PIECE = 8192;

  private final Session session;
  private final @Nullable String defaultModel;
  private final PromptTail tail;

  /**
   * Makes the calls of a session.
   *
   * @param defaultModel for calls that name none; null for the one of the environment
   * @param tail what follows the first prompt
   */
  ModelCalls(Session session, @Nullable String defaultModel, PromptTail tail) {
    this.session = session;
    this.defaultModel = defaultModel;
    this.tail = tail;
  }

  /** Returns the connection that the calls go through. */
  Connection connection() throws SQLException {
    return session.connection();
  }

  /** Returns the model to ask: the one given, or the default. */
  String model(@Nullable CharSequence given) {
    return given == null ? DefaultModel.of(defaultModel, session.isEmbedded()) : given.toString();
  }

  /** Returns what a user's prompt is sent as: the first has what was piped in behind it. */
  String prompt(CharSequence given) throws SQLException {
    return tail.after(given.toString());
  }

  /**
   * Asks a model.
   *
   * @param prompt null where the arguments have {@code messages}
   */
  Completion complete(
      @Nullable CharSequence model, @Nullable CharSequence prompt, Arguments arguments)
      throws SQLException {
    List<@Nullable Object> parameters = first(model, prompt);
    String call = arguments.call("complete", "?, ?", parameters);
    return new Query("SELECT * FROM " + call, parameters)
        .run(
            connection(),
            rows -> {
              if (!rows.next()) {
                throw noPrompt();
              }
              return new Completion(Query.row(rows));
            });
  }

  /**
   * Asks a model, and gives its answer away while it comes.
   *
   * @param tokens takes the pieces; what it throws ends the call
   */
  Completion stream(
      @Nullable CharSequence model,
      @Nullable CharSequence prompt,
      Arguments arguments,
      Consumer<? super String> tokens)
      throws SQLException {
    List<@Nullable Object> parameters = first(model, prompt);
    String call = arguments.put("stream", true).call("complete", "?, ?", parameters);
    return new Query("SELECT " + call, parameters)
        .run(
            connection(),
            rows -> {
              rows.next();
              try (StreamedAnswer answer = rows.getObject(1, StreamedAnswer.class)) {
                if (answer == null) {
                  throw noPrompt();
                }
                read(answer.reader(), tokens);
                return new Completion(answer.columns());
              } catch (IOException e) {
                throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
              }
            });
  }

  private static SQLException noPrompt() {
    return new SQLException("The prompt is null, so there is no answer", "22004");
  }

  private static void read(Reader reader, Consumer<? super String> tokens) throws IOException {
    char[] piece = new char[PIECE];
    for (int n = reader.read(piece); n > 0; n = reader.read(piece)) {
      tokens.accept(new String(piece, 0, n));
    }
  }

  private List<@Nullable Object> first(@Nullable CharSequence model, @Nullable CharSequence prompt)
      throws SQLException {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(model(model));
    parameters.add(prompt == null ? null : prompt(prompt));
    return parameters;
  }
}
