package dev.bricklane.scripting;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the closure of {@code databricks.chat} speaks to: what was said so far, the question, and
 * the tools. Nothing is asked before the closure has ended. For one thread.
 */
public final class ChatSetup {
  private final Chat chat;
  private boolean done;

  ChatSetup(Chat chat) {
    this.chat = chat;
  }

  /** Runs a closure with this before it, and as its argument. */
  void run(Closure<?> closure) {
    Closure<?> own = closure.rehydrate(this, closure.getOwner(), closure.getThisObject());
    own.setResolveStrategy(Closure.DELEGATE_FIRST);
    if (own.getMaximumNumberOfParameters() == 0) {
      own.call();
    } else {
      own.call(this);
    }
    done = true;
    // The tools within run later: then names are the script's, and only what it has not is ours.
    own.setResolveStrategy(Closure.OWNER_FIRST);
  }

  /** Runs a function on this. */
  void run(Consumer<? super ChatSetup> function) {
    function.accept(this);
    done = true;
  }

  /**
   * Tells the model how to behave; several are joined with an empty line between them.
   *
   * @param text the system message
   */
  public ChatSetup system(CharSequence text) {
    Chat open = open();
    String before = open.getSystem();
    open.setSystem(before == null ? text : before + "\n\n" + text);
    return this;
  }

  /**
   * Says something as the user. If no {@link #assistant} follows, it is asked at the closure's end.
   *
   * @param text what the user says
   */
  public ChatSetup user(CharSequence text) {
    return user(Map.of(), text);
  }

  /**
   * Says something as the user, with images, sound or films.
   *
   * @param media {@code image}, {@code images}, {@code audio} and {@code video}, each a {@code
   *     File}, a {@code Path}, bytes, an https URL or a list of these
   * @param text what the user says
   */
  public ChatSetup user(Map<?, ?> media, CharSequence text) {
    Map<String, Object> named = new LinkedHashMap<>();
    media.forEach((name, value) -> named.put(String.valueOf(name), value));
    Turn turn = Turn.of(UserMessage.take(text, named));
    if (!named.isEmpty()) {
      throw new IllegalArgumentException(
          "user takes image, images, audio and video, not "
              + named.keySet()
              + "; arguments of calls go to chat(model, …)");
    }
    return add(turn);
  }

  /**
   * Says something as the model: with {@link #user} before it, an example of an answer.
   *
   * @param text what the model shall have said
   */
  public ChatSetup assistant(CharSequence text) {
    return add(Turn.of("assistant", text));
  }

  /** As {@link Chat#tool(CharSequence, CharSequence, Object, Function)}. */
  public <A> ChatSetup tool(
      CharSequence name, CharSequence description, Object parameters, Function<A, ?> body) {
    open().tool(name, description, parameters, body);
    return this;
  }

  /** As {@link Chat#tool(CharSequence, CharSequence, Supplier)}. */
  public ChatSetup tool(CharSequence name, CharSequence description, Supplier<?> body) {
    open().tool(name, description, body);
    return this;
  }

  /** As {@link Chat#tool(Tool)}. */
  public ChatSetup tool(Tool tool) {
    open().tool(tool);
    return this;
  }

  /** As {@link Chat#setEcho}. */
  public ChatSetup echo(CharSequence level) {
    open().setEcho(level);
    return this;
  }

  /** As {@link Chat#setMaxRounds}. */
  public ChatSetup maxRounds(int most) {
    open().setMaxRounds(most);
    return this;
  }

  /** As {@link Chat#setEcho}. */
  public void setEcho(CharSequence level) {
    echo(level);
  }

  /** As {@link Chat#setMaxRounds}. */
  public void setMaxRounds(int most) {
    maxRounds(most);
  }

  /** As {@link Chat#setOut}. */
  public void setOut(Appendable out) {
    open().setOut(out);
  }

  /**
   * Called by a tool: rejects what the model wants of it.
   *
   * @param why what the model is told
   * @throws ToolRejection always
   */
  public Object reject(CharSequence why) {
    throw new ToolRejection(why.toString());
  }

  private ChatSetup add(Turn turn) {
    Chat open = open();
    List<Turn> turns = new ArrayList<>(open.getTurns());
    turns.add(turn);
    open.setTurns(turns);
    return this;
  }

  private Chat open() {
    if (done) {
      throw new IllegalStateException(
          "The conversation has begun: system, user, assistant and tool stand in its closure, not"
              + " in that of a tool");
    }
    return chat;
  }
}
