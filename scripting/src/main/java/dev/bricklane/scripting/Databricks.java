package dev.bricklane.scripting;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.GString;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The object that scripts call {@code databricks}: models, and SQL over them, by one connection of
 * the JDBC driver, opened at the first use.
 *
 * <p>Named arguments are those of the SQL functions {@code complete} and {@code embed}, such as
 * {@code max_tokens: 100, temperature: 0}; Groovy puts them into a map before all others. Maps and
 * lists among their values become JSON, a {@code File}, a {@code Path} or bytes a picture's data. A
 * GString is evaluated once.
 *
 * <p>Thread-safe. Every method that calls a model or runs a query throws {@link SQLException} when
 * the driver does; its message says what to do, its SQLSTATE what has happened.
 */
public final class Databricks implements AutoCloseable {
  /** Names the environment variable with the JDBC URL for scripts that give none. */
  public static final String URL_VARIABLE = "BRICKLANE_URL";

  private final Session session;
  private final @Nullable String defaultModel;
  private final PromptTail tail;
  private final ModelCalls calls;
  private @Nullable Object groovySql;

  private Databricks(Session session, @Nullable String defaultModel, PromptTail tail) {
    this.session = session;
    this.defaultModel = defaultModel;
    this.tail = tail;
    this.calls = new ModelCalls(session, defaultModel, tail);
  }

  /**
   * Makes a binding for a URL; nothing is connected yet.
   *
   * @param url such as {@code jdbc:bricklane:embedded}
   */
  public static Databricks connect(CharSequence url) {
    return connect(url, Map.of());
  }

  /**
   * Makes a binding for a URL; nothing is connected yet.
   *
   * @param url such as {@code jdbc:bricklane://dbc-1.cloud.databricks.com}
   * @param properties the driver's connection properties, copied, and what else {@link #with} takes
   */
  public static Databricks connect(CharSequence url, Map<?, ?> properties) {
    Settings settings = Settings.of(properties);
    Properties own = new Properties();
    own.putAll(settings.properties());
    return new Databricks(new Session(url.toString(), own), settings.model(), new PromptTail(null));
  }

  /**
   * Makes the binding that engines put in place: for the URL in {@code BRICKLANE_URL}, else for the
   * workspace that environment and profile say. Nothing is connected yet.
   */
  public static Databricks ofEnvironment() {
    String url = System.getenv(URL_VARIABLE);
    return connect(url == null || url.isBlank() ? "jdbc:bricklane://" : url);
  }

  /**
   * Asks the default model: the one given to {@link #with} or {@code connect} as {@code model},
   * else the one in the environment's {@code BRICKLANE_MODEL}, else {@code
   * databricks-claude-sonnet-4-5}, or {@code embedded-responder} of the embedded workspace.
   *
   * @param prompt the user's message
   */
  public Completion complete(CharSequence prompt) throws SQLException {
    return calls.complete(null, prompt, new Arguments(Map.of()));
  }

  /**
   * Asks a model.
   *
   * @param model the endpoint, the model service or an alias
   * @param prompt the user's message
   */
  public Completion complete(CharSequence model, CharSequence prompt) throws SQLException {
    return calls.complete(model, prompt, new Arguments(Map.of()));
  }

  /**
   * Asks a model by named arguments alone.
   *
   * @param arguments such as {@code messages: [[role: 'user', content: 'Hi']]}; {@code model} and
   *     {@code prompt} may be among them
   */
  public Completion complete(Map<?, ?> arguments) throws SQLException {
    Arguments named = new Arguments(arguments);
    return calls.complete(text(named.take("model")), text(named.take("prompt")), named);
  }

  /**
   * Asks the default model, or the one given as {@code model: …}.
   *
   * @param arguments such as {@code max_tokens: 100}
   * @param prompt the user's message
   */
  public Completion complete(Map<?, ?> arguments, CharSequence prompt) throws SQLException {
    Arguments named = new Arguments(arguments);
    return calls.complete(text(named.take("model")), prompt, named);
  }

  /**
   * Asks a model.
   *
   * @param arguments such as {@code max_tokens: 100}
   * @param model the endpoint, the model service or an alias
   * @param prompt the user's message
   */
  public Completion complete(Map<?, ?> arguments, CharSequence model, CharSequence prompt)
      throws SQLException {
    return calls.complete(model, prompt, new Arguments(arguments));
  }

  /**
   * As {@link #complete(Map, CharSequence, CharSequence)}, for languages without named arguments.
   */
  public Completion complete(CharSequence model, CharSequence prompt, Map<?, ?> arguments)
      throws SQLException {
    return complete(arguments, model, prompt);
  }

  /**
   * As {@link #complete(Map, CharSequence)}, for languages without named arguments.
   *
   * @param prompt the user's message
   * @param arguments a map. A text or null, which other classes than Groovy's and Java's may bring
   *     here, is the prompt, and what stands before it the model
   * @throws IllegalArgumentException if it is anything else
   */
  public Completion complete(CharSequence prompt, @Nullable Object arguments) throws SQLException {
    return arguments instanceof Map<?, ?> named
        ? complete(named, prompt)
        : calls.complete(prompt, prompt(arguments), new Arguments(Map.of()));
  }

  /**
   * Asks the default model, and gives its answer away while it comes.
   *
   * @param prompt the user's message
   * @param tokens takes each piece as it comes, on the calling thread; what it throws ends the call
   * @return the whole answer
   */
  public Completion stream(CharSequence prompt, Consumer<? super String> tokens)
      throws SQLException {
    return stream(Map.of(), prompt, tokens);
  }

  /**
   * As {@link #stream(CharSequence, Consumer)}, of a model. One method for two, as not every
   * language could choose between them.
   *
   * @param model the endpoint, the model service or an alias; or the prompt, for the default model
   * @param prompt the user's message, a text; or the arguments, a map, after the prompt
   * @throws IllegalArgumentException if that is neither
   */
  public Completion stream(
      CharSequence model, @Nullable Object prompt, Consumer<? super String> tokens)
      throws SQLException {
    return prompt instanceof Map<?, ?> named
        ? stream(named, model, tokens)
        : calls.stream(model, prompt(prompt), new Arguments(Map.of()), tokens);
  }

  /** As {@link #stream(CharSequence, Consumer)}, with named arguments. */
  public Completion stream(
      Map<?, ?> arguments, CharSequence prompt, Consumer<? super String> tokens)
      throws SQLException {
    Arguments named = new Arguments(arguments);
    return calls.stream(text(named.take("model")), prompt, named, tokens);
  }

  /** As {@link #stream(CharSequence, Consumer)}, of a model, with named arguments. */
  public Completion stream(
      Map<?, ?> arguments, CharSequence model, CharSequence prompt, Consumer<? super String> tokens)
      throws SQLException {
    return calls.stream(model, prompt, new Arguments(arguments), tokens);
  }

  /**
   * As {@link #stream(Map, CharSequence, CharSequence, Consumer)}, for languages without named
   * arguments.
   */
  public Completion stream(
      CharSequence model, CharSequence prompt, Map<?, ?> arguments, Consumer<? super String> tokens)
      throws SQLException {
    return stream(arguments, model, prompt, tokens);
  }

  /** Begins a conversation with the default model. */
  public Chat chat() {
    return new Chat(calls, null, Map.of());
  }

  /**
   * Begins a conversation.
   *
   * @param model the endpoint, the model service or an alias
   */
  public Chat chat(CharSequence model) {
    return new Chat(calls, model, Map.of());
  }

  /** As {@link #chat(Map, CharSequence)}, with the default model, or the one given by name. */
  public Chat chat(Map<?, ?> arguments) throws SQLException {
    return begin(null, arguments);
  }

  /**
   * Begins a conversation.
   *
   * @param arguments those of {@code complete} go with every call; {@code system}, the system
   *     message; {@code echo}, {@code 'none'} unless it is {@code 'output'} or {@code 'all'}, and
   *     {@code out}, where to; {@code maxRounds}, how often tools may run for one question, 10;
   *     {@code tools}, a list of {@link Tool}; {@code messages}, with which a conversation is taken
   *     up again
   * @param model the endpoint, the model service or an alias
   */
  public Chat chat(Map<?, ?> arguments, CharSequence model) {
    return new Chat(calls, model, arguments);
  }

  /** As {@link #chat(Map, CharSequence)}, for languages without named arguments. */
  public Chat chat(CharSequence model, Map<?, ?> arguments) throws SQLException {
    return begin(model, arguments);
  }

  /**
   * Takes a function of GraalJS, which comes as a map and wants an array of arguments, for setup.
   */
  private Chat begin(@Nullable CharSequence model, Map<?, ?> arguments) throws SQLException {
    if (arguments instanceof Function<?, ?>) {
      @SuppressWarnings("unchecked") // What takes something else fails as any code of a script's.
      Function<Object, ?> setup = (Function<Object, ?>) arguments;
      return new Chat(calls, model, Map.of())
          .begin((ChatSetup chat) -> {
            Object unused = setup.apply(new Object[] {chat});
          });
    }
    return new Chat(calls, model, arguments);
  }

  /** As {@link #chat(Map, CharSequence, Closure)}, with the default model. */
  public Chat chat(
      @DelegatesTo(value = ChatSetup.class, strategy = Closure.DELEGATE_FIRST) Closure<?> setup)
      throws SQLException {
    return chat().begin(setup);
  }

  /** As {@link #chat(Map, CharSequence, Closure)}, without named arguments. */
  public Chat chat(
      CharSequence model,
      @DelegatesTo(value = ChatSetup.class, strategy = Closure.DELEGATE_FIRST) Closure<?> setup)
      throws SQLException {
    return chat(model).begin(setup);
  }

  /** As {@link #chat(Map, CharSequence, Closure)}, with the default model, or the one named. */
  public Chat chat(
      Map<?, ?> arguments,
      @DelegatesTo(value = ChatSetup.class, strategy = Closure.DELEGATE_FIRST) Closure<?> setup)
      throws SQLException {
    return chat(arguments).begin(setup);
  }

  /**
   * Begins a conversation, and asks at once if its last turn is the user's.
   *
   * @param arguments as in {@link #chat(Map, CharSequence)}
   * @param model the endpoint, the model service or an alias
   * @param setup says {@code system}, {@code user}, {@code assistant} and {@code tool}: the methods
   *     of {@link ChatSetup}
   */
  public Chat chat(
      Map<?, ?> arguments,
      CharSequence model,
      @DelegatesTo(value = ChatSetup.class, strategy = Closure.DELEGATE_FIRST) Closure<?> setup)
      throws SQLException {
    return chat(arguments, model).begin(setup);
  }

  /** As {@link #chat(Map, CharSequence, Closure)}, for other languages than Groovy. */
  public Chat chat(Map<?, ?> arguments, CharSequence model, Consumer<? super ChatSetup> setup)
      throws SQLException {
    return chat(arguments, model).begin(setup);
  }

  /** As {@link #chat(CharSequence, Closure)}, for other languages than Groovy. */
  public Chat chat(CharSequence model, Consumer<? super ChatSetup> setup) throws SQLException {
    return chat(model).begin(setup);
  }

  /** As {@link #chat(Closure)}, for other languages than Groovy. */
  public Chat chat(Consumer<? super ChatSetup> setup) throws SQLException {
    return chat().begin(setup);
  }

  /** As {@link #chat(Map, CharSequence, Closure)}, for languages without named arguments. */
  public Chat chat(CharSequence model, Map<?, ?> arguments, Consumer<? super ChatSetup> setup)
      throws SQLException {
    return chat(arguments, model).begin(setup);
  }

  /**
   * Asks a model for data out of a text, in one call.
   *
   * @param model the endpoint, the model service or an alias
   * @param text what the data is in
   * @param wanted the fields and their types, such as {@code [name: String, age: Integer, tags:
   *     [String]]}. A type is a class ({@code String}, a number's, {@code Boolean}, a date's, an
   *     enum, a record, a class with properties), a map of fields, {@code [type]} for a list, texts
   *     in a list for one of them, {@code [type, 'what it is']} or {@code 'what it is'} with a
   *     description. A field whose name ends in {@code ?} may be missing.
   * @return the data: maps, lists, and values of the wanted classes, checked; null where the model
   *     gives null
   * @throws SQLException if the call fails or its answer does not fit; the message says where
   * @throws IllegalArgumentException if {@code wanted} is something else
   */
  public @Nullable Object extract(CharSequence model, CharSequence text, Object wanted)
      throws SQLException {
    return extract(Map.of(), model, text, wanted);
  }

  /** As {@link #extract(CharSequence, CharSequence, Object)}, of the default model. */
  public @Nullable Object extract(CharSequence text, Object wanted) throws SQLException {
    return extract(Map.of(), text, wanted);
  }

  /**
   * As {@link #extract(CharSequence, CharSequence, Object)}, of the default model, with named
   * arguments such as {@code temperature: 0}, {@code model: …} or {@code system: 'What to do'}.
   */
  public @Nullable Object extract(Map<?, ?> arguments, CharSequence text, Object wanted)
      throws SQLException {
    Arguments named = new Arguments(arguments);
    return Extraction.of(calls, text(named.take("model")), text, named, wanted);
  }

  /** As {@link #extract(CharSequence, CharSequence, Object)}, with named arguments. */
  public @Nullable Object extract(
      Map<?, ?> arguments, CharSequence model, CharSequence text, Object wanted)
      throws SQLException {
    return Extraction.of(calls, model, text, new Arguments(arguments), wanted);
  }

  /**
   * As {@link #extract(CharSequence, CharSequence, Object)}, for languages without named arguments.
   */
  public @Nullable Object extract(
      CharSequence model, CharSequence text, Object wanted, Map<?, ?> arguments)
      throws SQLException {
    return extract(arguments, model, text, wanted);
  }

  /**
   * Asks the default model once for each of many items; as {@link #parallel(Map, Object,
   * Function)}.
   */
  public Answers parallel(Object items, Function<Object, ?> prompt) throws SQLException {
    return parallel(Map.of(), items, prompt);
  }

  /**
   * Asks a model once for each of many items, with as many calls at a time as the property {@code
   * maximumPoolSize} allows: {@code parallel(files, model: m, max_tokens: 100) { "Summarise:
   * ${it.text}" }}.
   *
   * <p>Equal prompts are one call, whose answer they share.
   *
   * @param arguments {@code model}; {@code onError}: {@code 'fail'}, the default, ends all at the
   *     first item that fails, {@code 'null'} leaves null in its place, and the reason in {@link
   *     Answers#getErrors}; {@code extract}: what {@link #extract(CharSequence, CharSequence,
   *     Object)} takes as {@code wanted}, for data in the place of answers; {@code progress}: true
   *     for a bar on standard error if that is a terminal, or a closure of two numbers, the items
   *     done and all, called on this thread; all else is for every call, such as {@code max_tokens:
   *     100}
   * @param items anything to go through, an array or a map, whose entries are the items
   * @param prompt makes an item's prompt, once, and all before the first call; null for no call
   * @return the answers in the items' order
   * @throws SQLException if a call fails; the message has the item's index, from 0, and calls in
   *     flight are cancelled
   * @throws IllegalArgumentException if items, extract or progress are of no kind that is known
   */
  public Answers parallel(Map<?, ?> arguments, Object items, Function<Object, ?> prompt)
      throws SQLException {
    return new Parallel(calls, items, prompt).ask(arguments);
  }

  /** As {@link #parallel(Map, Object, Function)}, for languages without named arguments. */
  public Answers parallel(Object items, Function<Object, ?> prompt, Map<?, ?> arguments)
      throws SQLException {
    return parallel(arguments, items, prompt);
  }

  /**
   * Asks a model to embed a text.
   *
   * @param model the endpoint
   * @param text the text
   */
  public float[] embed(CharSequence model, CharSequence text) throws SQLException {
    return embed(Map.of(), model, text);
  }

  /**
   * As {@link #embed(CharSequence, CharSequence)}, with arguments such as {@code dimensions: 256}.
   */
  public float[] embed(Map<?, ?> arguments, CharSequence model, CharSequence text)
      throws SQLException {
    return embed(arguments, model, List.of(text)).getAt(0);
  }

  /**
   * Asks a model to embed texts, in as few calls as the model allows.
   *
   * @param model the endpoint
   * @param texts texts of any kind; none may be null
   */
  public Embeddings embed(CharSequence model, Iterable<?> texts) throws SQLException {
    return embed(Map.of(), model, texts);
  }

  /** As {@link #embed(CharSequence, Iterable)}, with arguments such as {@code dimensions: 256}. */
  public Embeddings embed(Map<?, ?> arguments, CharSequence model, Iterable<?> texts)
      throws SQLException {
    return EmbeddingCall.of(session.connection(), model.toString(), texts, arguments);
  }

  /** As {@link #embed(CharSequence, Iterable)}, for an array. */
  public Embeddings embed(CharSequence model, Object[] texts) throws SQLException {
    return embed(Map.of(), model, texts);
  }

  /** As {@link #embed(Map, CharSequence, Iterable)}, for an array. */
  public Embeddings embed(Map<?, ?> arguments, CharSequence model, Object[] texts)
      throws SQLException {
    return embed(arguments, model, Arrays.asList(texts));
  }

  /** As {@link #embed(CharSequence, Iterable)}, for languages without named arguments. */
  public Embeddings embed(CharSequence model, Iterable<?> texts, Map<?, ?> arguments)
      throws SQLException {
    return embed(arguments, model, texts);
  }

  /** As {@link #embed(CharSequence, Object[])}, for languages without named arguments. */
  public Embeddings embed(CharSequence model, Object[] texts, Map<?, ?> arguments)
      throws SQLException {
    return embed(arguments, model, texts);
  }

  /** As {@link #embed(CharSequence, CharSequence)}, for languages without named arguments. */
  public float[] embed(CharSequence model, CharSequence text, Map<?, ?> arguments)
      throws SQLException {
    return embed(arguments, model, text);
  }

  /**
   * Returns how near two vectors are: the cosine of the angle between them, from -1 to 1.
   *
   * @param a an array or a list of numbers
   * @param b another, as long
   * @throws IllegalArgumentException if they are no vectors, or not equally long
   */
  public double similarity(Object a, Object b) {
    return Vectors.cosine(Vectors.of(a), Vectors.of(b));
  }

  /**
   * Runs a query.
   *
   * @param query the SQL; the values of a GString are bound, never spliced into it
   * @return a map per row, from column labels to values; arrays are lists
   */
  public List<Map<String, @Nullable Object>> sql(CharSequence query) throws SQLException {
    return (query instanceof GString bound && !(query instanceof Completion)
            ? BoundText.of(bound)
            : new Query(query.toString(), List.of()))
        .rows(session.connection());
  }

  /**
   * Runs a query.
   *
   * @param query the SQL
   * @param parameters the values of its {@code ?}, in order; a list among them is an array
   * @return a map per row, from column labels to values; arrays are lists
   */
  public List<Map<String, @Nullable Object>> sql(
      String query, List<? extends @Nullable Object> parameters) throws SQLException {
    return new Query(query, parameters).rows(session.connection());
  }

  /** As {@link #sql(String, List)}, with the values one after the other. */
  public List<Map<String, @Nullable Object>> sql(String query, @Nullable Object... parameters)
      throws SQLException {
    return sql(query, Arrays.asList(parameters));
  }

  /**
   * Runs a query, and gives each row away as soon as it is there: its rows may be more than the
   * memory holds, and model calls go on no further than they are read.
   *
   * @param query the SQL; the values of a GString are bound
   * @param reader takes a map, from column labels to values
   */
  public void eachRow(CharSequence query, Consumer<? super Map<String, @Nullable Object>> reader)
      throws SQLException {
    (query instanceof GString bound ? BoundText.of(bound) : new Query(query.toString(), List.of()))
        .eachRow(session.connection(), reader);
  }

  /** As {@link #eachRow(CharSequence, Consumer)}, with the values of the query's {@code ?}. */
  public void eachRow(
      String query,
      List<? extends @Nullable Object> parameters,
      Consumer<? super Map<String, @Nullable Object>> reader)
      throws SQLException {
    new Query(query, parameters).eachRow(session.connection(), reader);
  }

  /**
   * Returns a {@code groovy.sql.Sql} over the same connection; it is closed with the binding.
   *
   * @throws SQLException if Groovy's module for SQL is not on the class path, or connecting fails
   */
  public synchronized Object getSql() throws SQLException {
    Object sql = groovySql;
    if (sql == null) {
      Connection connection = session.connection();
      try {
        sql = new GroovySql(connection);
      } catch (NoClassDefFoundError e) {
        throw new SQLException(
            "groovy.sql.Sql is not on the class path: add groovy-sql of your Groovy's version, or"
                + " use databricks.sql(query, parameters)",
            "0A000",
            e);
      }
      groovySql = sql;
    }
    return sql;
  }

  /**
   * Returns the connection, for what takes one; it is closed with the binding.
   *
   * @throws SQLException if it cannot be opened
   */
  public Connection getConnection() throws SQLException {
    return session.connection();
  }

  /** Returns the name of the model that is asked where a call names none. */
  public String getModel() {
    return calls.model(null);
  }

  /** Returns the models that the workspace serves: the rows of the table {@code models}. */
  public List<Map<String, @Nullable Object>> models() throws SQLException {
    return sql("SELECT * FROM models");
  }

  /**
   * Returns what this binding has used: for each model its calls, those that an earlier answer
   * saved, errors, tokens and what they cost in US dollars, which is null without a known price.
   */
  public List<Map<String, @Nullable Object>> usage() throws SQLException {
    List<Map<String, @Nullable Object>> models =
        sql(
            """
            SELECT model, SUM(calls) AS calls, SUM(saved) AS saved, SUM(errors) AS errors,
              SUM(prompt_tokens) AS prompt_tokens, SUM(completion_tokens) AS completion_tokens,
              CASE WHEN COUNT(*) = COUNT(cost) THEN SUM(cost) END AS cost
            FROM usage GROUP BY model ORDER BY model
            """);
    models.forEach(model -> model.computeIfPresent("cost", (name, cost) -> dollars(cost)));
    return models;
  }

  /** Has a sum print as a person writes it, not as {@code 0E-9}. */
  private static BigDecimal dollars(Object cost) {
    BigDecimal plain = new BigDecimal(cost.toString()).stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  /** Returns what this binding's calls cost in US dollars; null if a model has no known price. */
  public @Nullable BigDecimal cost() throws SQLException {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map<String, @Nullable Object> model : usage()) {
      if (!(model.get("cost") instanceof BigDecimal cost)) {
        return null;
      }
      sum = sum.add(cost);
    }
    return sum;
  }

  /**
   * Returns another binding, for the same workspace unless the changes name a {@code profile} or a
   * {@code host}: then no credentials go with it, and of the settings here those that are of no
   * workspace, such as limits, caches and attached sources. Both share their pool of clients where
   * workspace and identity are the same. It is closed with this one.
   *
   * @param changes the driver's connection properties, also written as {@code user_agent}, such as
   *     {@code profile: 'dev'}; {@code model}, the default one; {@code headers} and {@code
   *     api_args}, maps that are sent with each call
   */
  public Databricks with(Map<?, ?> changes) throws SQLException {
    Settings settings = Settings.of(changes);
    return new Databricks(
        session.with(settings), settings.model() == null ? defaultModel : settings.model(), tail);
  }

  /**
   * Returns a binding over the same connection whose first prompt is followed by a text, after an
   * empty line: that of {@code complete}, {@code stream} or a conversation, whichever comes first.
   * A blank text adds nothing. Both bindings close as one.
   *
   * @param input the text, read whole at the first prompt and not before; it is not closed
   */
  public Databricks withInput(Reader input) {
    return new Databricks(session, defaultModel, new PromptTail(input));
  }

  /**
   * Closes what was opened here and in the bindings that {@link #with} made of this one, which
   * cannot be used again. Calls that are running end with an error.
   */
  @Override
  public void close() throws SQLException {
    session.close();
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return "databricks";
  }

  private static @Nullable CharSequence prompt(@Nullable Object given) {
    if (given == null || given instanceof CharSequence) {
      return (CharSequence) given;
    }
    throw new IllegalArgumentException(
        "A prompt is a text, and arguments are a map, not a " + given.getClass().getName());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
