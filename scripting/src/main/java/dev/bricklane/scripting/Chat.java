package dev.bricklane.scripting;

import groovy.lang.Closure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a model, which keeps its turns and lets the model call tools of the script.
 *
 * <p>Each question sends all turns so far, the model's own exactly as they came, with their
 * reasoning. Where the model wants tools, they run one after the other, on the calling thread, and
 * the model is told what they answered, until it wants no more. A question that fails leaves the
 * turns as they were before it: it can be asked again.
 *
 * <p>As a text it is its last answer; {@link #getTranscript} has all of it. For one thread at a
 * time: its methods wait for each other. {@link #fork} makes another for another thread.
 */
public final class Chat {
  private final ModelCalls calls;
  private final String model;
  private final Map<String, @Nullable Object> arguments;
  private final Map<String, Tool> tools;
  private List<Turn> turns = List.of();
  private @Nullable Completion answer;
  private Usage usage = Usage.NONE;
  private Echo.Level echo = Echo.Level.NONE;
  private @Nullable Appendable out;
  private int maxRounds = 10;
  private boolean asking;

  /**
   * Makes a conversation.
   *
   * @param model null for the one that is named, or the default
   * @param named arguments of each call, and what {@link Databricks#chat(Map, CharSequence)} says
   */
  Chat(ModelCalls calls, @Nullable CharSequence model, Map<?, ?> named) {
    this.calls = calls;
    this.arguments = ChatArguments.named(named);
    this.tools = new LinkedHashMap<>();
    Object other = arguments.remove("model");
    this.model = calls.model(model == null && other != null ? other.toString() : model);
    take("messages", given -> turns = ChatArguments.messages(given));
    take("system", given -> setSystem(given.toString()));
    take("tools", given -> ChatArguments.tools(given).forEach(this::tool));
    take("echo", given -> echo = Echo.Level.of(given));
    take("out", given -> out = ChatArguments.out(given));
    take("max_rounds", given -> setMaxRounds(ChatArguments.count(given)));
  }

  private Chat(Chat other) {
    calls = other.calls;
    model = other.model;
    arguments = other.arguments;
    tools = new LinkedHashMap<>(other.tools);
    turns = other.turns;
    answer = other.answer;
    echo = other.echo;
    out = other.out;
    maxRounds = other.maxRounds;
  }

  private void take(String name, Consumer<Object> setting) {
    Object given = arguments.remove(name);
    if (given != null) {
      setting.accept(given);
    }
  }

  /** Lets a closure of Groovy set this up, and asks what it leaves to be asked. */
  Chat begin(Closure<?> closure) throws SQLException {
    if (out == null) {
      out = Echo.ofScript(closure);
    }
    new ChatSetup(this).run(closure);
    return asked();
  }

  /** Lets a function set this up, and asks what it leaves to be asked. */
  Chat begin(Consumer<? super ChatSetup> function) throws SQLException {
    new ChatSetup(this).run(function);
    return asked();
  }

  /**
   * Asks, and returns the model's answer once it wants no more tools.
   *
   * @param text what the user says
   * @throws SQLException if a call of the model fails; the turns are as before
   * @throws IllegalStateException if the model still wants tools after {@link #getMaxRounds} rounds
   *     of them, or if this is called by a tool of this conversation
   */
  public Completion ask(CharSequence text) throws SQLException {
    return ask(Map.of(), text);
  }

  /**
   * As {@link #ask(CharSequence)}, with named arguments.
   *
   * @param named {@code image}, {@code images}, {@code audio} and {@code video}, each a {@code
   *     File}, a {@code Path}, bytes, an https URL or a list of these; {@code echo}, for this
   *     question; and arguments of {@code complete} for its calls
   * @param text what the user says
   */
  public synchronized Completion ask(Map<?, ?> named, CharSequence text) throws SQLException {
    return ask(ChatArguments.named(named), text, null);
  }

  /** As {@link #ask(Map, CharSequence)}, for languages without named arguments. */
  public Completion ask(CharSequence text, Map<?, ?> named) throws SQLException {
    return ask(named, text);
  }

  /** As {@link #ask(CharSequence)}: {@code chat('…')}. */
  public Completion call(CharSequence text) throws SQLException {
    return ask(Map.of(), text);
  }

  /** As {@link #ask(Map, CharSequence)}: {@code chat('…', image: file)}. */
  public Completion call(Map<?, ?> named, CharSequence text) throws SQLException {
    return ask(named, text);
  }

  /**
   * As {@link #ask(CharSequence)}, and gives the words of the model away while they come, also
   * those before it calls tools.
   *
   * @param tokens takes each piece, on the calling thread; what it throws ends the question
   */
  public Completion stream(CharSequence text, Consumer<? super String> tokens) throws SQLException {
    return stream(Map.of(), text, tokens);
  }

  /**
   * As {@link #stream(CharSequence, Consumer)}, with the arguments of {@link #ask(Map,
   * CharSequence)}.
   */
  public synchronized Completion stream(
      Map<?, ?> named, CharSequence text, Consumer<? super String> tokens) throws SQLException {
    return ask(ChatArguments.named(named), text, tokens);
  }

  /** As {@link #stream(Map, CharSequence, Consumer)}, for languages without named arguments. */
  public Completion stream(CharSequence text, Map<?, ?> named, Consumer<? super String> tokens)
      throws SQLException {
    return stream(named, text, tokens);
  }

  private Completion ask(
      Map<String, @Nullable Object> own,
      CharSequence text,
      @Nullable Consumer<? super String> tokens)
      throws SQLException {
    Object level = own.remove("echo");
    Echo shown = new Echo(level == null ? echo : Echo.Level.of(level), out);
    Turn asked = Turn.of(UserMessage.take(calls.prompt(text), own));
    return keep(exchange(own, asked, tools, shown, tokens));
  }

  /**
   * Asks for structured data, which becomes a turn of the conversation; tools are not offered.
   *
   * @param text what the user says
   * @param wanted what the data are, as in {@code databricks.extract}: such as {@code [name:
   *     String, age: Integer]}, a record or a class
   * @return a map, a list, an object of the class or a single value
   * @throws SQLException if the call fails, or the answer is not what was wanted; the turns are as
   *     before
   */
  public @Nullable Object extract(CharSequence text, Object wanted) throws SQLException {
    return extract(Map.of(), text, wanted);
  }

  /**
   * As {@link #extract(CharSequence, Object)}, with the arguments of {@link #ask(Map,
   * CharSequence)}.
   */
  public synchronized @Nullable Object extract(Map<?, ?> named, CharSequence text, Object wanted)
      throws SQLException {
    Map<String, @Nullable Object> own = ChatArguments.named(named);
    Object level = own.remove("echo");
    boolean all = (level == null ? echo : Echo.Level.of(level)) == Echo.Level.ALL;
    Echo shown = new Echo(all ? Echo.Level.ALL : Echo.Level.NONE, out);
    Schema schema = Schema.of(wanted);
    // Services take nothing but an object for a whole answer.
    Schema sent = schema.isObject() ? schema : schema.within("value");
    Turn asked = Turn.of(UserMessage.take(calls.prompt(text), own));
    own.put("response_format", sent.responseFormat());
    Exchange done = exchange(own, asked, Map.of(), shown, null);
    Object value = Extraction.read(done.answer(), sent);
    keep(done);
    return value instanceof Map<?, ?> map && !schema.isObject() ? map.get("value") : value;
  }

  private synchronized Chat asked() throws SQLException {
    int last = turns.size() - 1;
    if (last >= 0 && turns.get(last).getRole().equals("user")) {
      Turn pending = turns.get(last).saying(calls.prompt(turns.get(last).getText()));
      turns = turns.subList(0, last);
      keep(exchange(Map.of(), pending, tools, new Echo(echo, out), null));
    }
    return this;
  }

  private Exchange exchange(
      Map<String, @Nullable Object> own,
      Turn question,
      Map<String, Tool> offered,
      Echo shown,
      @Nullable Consumer<? super String> tokens)
      throws SQLException {
    checkIdle();
    Map<String, @Nullable Object> all = new LinkedHashMap<>(arguments);
    all.putAll(own);
    List<Turn> conversation = new ArrayList<>(turns);
    String said = calls.prompt(question.getText());
    Turn asked = said.equals(question.getText()) ? question : question.withText(said);
    conversation.add(asked);
    Exchange exchange = new Exchange(calls, model, all, offered, shown, tokens, conversation);
    asking = true;
    try {
      shown.asked(asked);
      exchange.run(maxRounds);
      return exchange;
    } finally {
      asking = false;
      usage = usage.plus(exchange.usage());
    }
  }

  private Completion keep(Exchange done) {
    Completion last = done.answer();
    if (last.getError() == null) {
      turns = List.copyOf(done.turns());
      answer = last;
    }
    return last;
  }

  private void checkIdle() {
    if (asking) {
      throw new IllegalStateException(
          "The conversation is asking at the moment: a tool cannot ask it, nor change it; it can ask"
              + " its fork()");
    }
  }

  /**
   * Lets the model call a function of the script; one of the same name gives way.
   *
   * @param name 1 to 64 letters, digits, {@code -} and {@code _}
   * @param description tells the model what it does, and when to call it
   * @param parameters the arguments' types, as {@link Tool#of(CharSequence, CharSequence, Object,
   *     Function)} takes them
   * @param body takes the arguments, and returns what the model is told
   * @return this
   */
  public <A> Chat tool(
      CharSequence name, CharSequence description, Object parameters, Function<A, ?> body) {
    return tool(Tool.of(name, description, parameters, body));
  }

  /** As {@link #tool(CharSequence, CharSequence, Object, Function)}, without arguments. */
  public Chat tool(CharSequence name, CharSequence description, Supplier<?> body) {
    return tool(Tool.of(name, description, body));
  }

  /** As {@link #tool(CharSequence, CharSequence, Object, Function)}, for a tool that is made. */
  public synchronized Chat tool(Tool tool) {
    checkIdle();
    tools.put(tool.getName(), tool);
    return this;
  }

  /** Returns the tools, in the order in which they were given. */
  public synchronized List<Tool> getTools() {
    return List.copyOf(tools.values());
  }

  /**
   * Returns a conversation that goes on from here by itself: with the same turns, tools and
   * settings. Its usage begins at none.
   */
  public synchronized Chat fork() {
    return new Chat(this);
  }

  /** Returns the model that is asked. */
  public String getModel() {
    return model;
  }

  /** Returns the last answer; null before the first. */
  public synchronized @Nullable Completion getAnswer() {
    return answer;
  }

  /** Returns the turns, the system message first, if there is one. */
  public synchronized List<Turn> getTurns() {
    return turns;
  }

  /** Puts other turns in the place of those so far, such as {@code chat.turns.take(3)}. */
  public synchronized void setTurns(List<Turn> turns) {
    checkIdle();
    this.turns = List.copyOf(turns);
  }

  /**
   * Returns all messages as they are on the wire: {@code databricks.chat(model, messages: …)} takes
   * the conversation up again, also out of JSON.
   */
  public List<Map<String, Object>> getMessages() {
    return getTurns().stream().flatMap(turn -> turn.getMessages().stream()).toList();
  }

  /** Returns the system message, or null. */
  public synchronized @Nullable String getSystem() {
    return isSystem(turns) ? turns.get(0).getText() : null;
  }

  /** Sets the system message; null takes it away. */
  public synchronized void setSystem(@Nullable CharSequence system) {
    checkIdle();
    List<Turn> others = new ArrayList<>(isSystem(turns) ? turns.subList(1, turns.size()) : turns);
    if (system != null) {
      others.add(0, Turn.of("system", system));
    }
    turns = List.copyOf(others);
  }

  private static boolean isSystem(List<Turn> turns) {
    return !turns.isEmpty() && turns.get(0).getRole().equals("system");
  }

  /**
   * Returns what all calls of this conversation took, also those of questions that failed later;
   * not those of what it was forked from.
   */
  public synchronized Usage getUsage() {
    return usage;
  }

  /** Returns what is shown: {@code none}, {@code output} or {@code all}. */
  public synchronized String getEcho() {
    return echo.word();
  }

  /**
   * Sets what is shown while the conversation goes on.
   *
   * @param echo {@code none}, the default; {@code output}: the answers, as they come; {@code all}:
   *     also what the user says, and the calls and results of tools
   */
  public synchronized void setEcho(CharSequence echo) {
    this.echo = Echo.Level.of(echo);
  }

  /**
   * Sets where it is shown. The default is where the script prints that made the conversation with
   * a closure, else the standard output.
   *
   * @param out such as a writer; null for the standard output
   */
  public synchronized void setOut(@Nullable Appendable out) {
    this.out = out;
  }

  /** Returns how often tools may run for one question. */
  public synchronized int getMaxRounds() {
    return maxRounds;
  }

  /**
   * Sets how often tools may run for one question: all that one answer wants are one round.
   *
   * @param maxRounds 0 or more; the default is 10
   * @throws IllegalArgumentException if it is less than 0
   */
  public synchronized void setMaxRounds(int maxRounds) {
    if (maxRounds < 0) {
      throw new IllegalArgumentException("maxRounds is 0 or more, not " + maxRounds);
    }
    this.maxRounds = maxRounds;
  }

  /** Returns the whole conversation to be read: a line of what it is, and its turns. */
  public synchronized String getTranscript() {
    StringBuilder text = new StringBuilder("Chat with " + model + ": " + usage);
    turns.forEach(turn -> text.append('\n').append(turn));
    return text.toString();
  }

  /**
   * Converts the last answer, as {@link Completion#asType} does.
   *
   * @throws IllegalStateException if there is no answer yet
   */
  public @Nullable Object asType(Class<?> type) {
    if (type.isInstance(this)) {
      return this;
    }
    if (type == String.class) {
      return toString();
    }
    Completion last = getAnswer();
    if (last == null) {
      throw new IllegalStateException("The conversation has no answer yet");
    }
    return last.asType(type);
  }

  /** Returns the last answer's text; before the first, what this is. */
  @Override
  public synchronized String toString() {
    return answer == null ? getTranscript() : answer.toString();
  }
}
