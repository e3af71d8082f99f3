package dev.bricklane.embedded;

import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.ArrayList;
import java.util.List;

/** The endpoints that every workspace serves; each says what it is. */
final class OwnEndpoints {
  private static final String NOT_A_MODEL = "Not a language model: ";

  private OwnEndpoints() {}

  static List<ServedEndpoint> all() {
    List<ServedEndpoint> all = new ArrayList<>();
    all.add(
        chat(
            EmbeddedWorkspace.RESPONDER,
            Family.EMBEDDED,
            "a small deterministic program that says what it received, and"
                + " fills JSON schemas from the prompt's own text."));
    all.add(
        chat(EmbeddedWorkspace.REASONER, Family.EMBEDDED, "the responder, with made-up reasoning.")
            .with(Trait.REASONS));
    all.add(chat("embedded-gpt-like", Family.GPT, "the responder, as strict as OpenAI's models."));
    all.add(
        chat("embedded-claude-like", Family.CLAUDE, "the responder, as strict as Claude models."));
    all.add(chat("embedded-gemini-like", Family.GEMINI, "the responder, in the shape of Gemini."));
    all.add(chat("embedded-open-like", Family.OPEN, "the responder, as lenient as open models."));
    all.add(
        chat("embedded-citing", Family.EMBEDDED, "the responder, which cites the prompt.")
            .with(Trait.CITES));
    all.add(
        chat("embedded-refusing", Family.EMBEDDED, "a program that refuses everything.")
            .with(Trait.REFUSES));
    all.add(
        chat("embedded-filtering", Family.EMBEDDED, "a program whose answers are all filtered.")
            .with(Trait.FILTERED));
    all.add(
        own(
            EmbeddedWorkspace.COMPLETIONS,
            Task.COMPLETIONS,
            "the embedded responder as a text completion."));
    all.add(
        own("embedded-agent", Task.RESPONSES_AGENT, "the responder as an agent, by Responses."));
    all.add(own("embedded-chat-agent", Task.CHAT_AGENT, "the responder as an agent, by messages."));
    all.add(
        own(
            "embedded-predictor",
            Task.PREDICTIONS,
            "a program that adds up the numbers of each row."));
    if (MiniLmVectoriser.present()) {
      all.add(
          new ServedEndpoint(
              EmbeddedWorkspace.MINI_LM,
              Task.EMBEDDINGS,
              Family.EMBEDDED,
              "all-MiniLM-L6-v2, quantised: a real embedding model for English, run in this"
                  + " process. 384 dimensions; reads the first 128 word pieces of a text.",
              true));
    }
    all.add(
        new ServedEndpoint(
            EmbeddedWorkspace.HASHING,
            Task.EMBEDDINGS,
            Family.EMBEDDED,
            "Not a model: words and parts of words hashed into 384 dimensions. Near means shared"
                + " words, not shared meaning.",
            true));
    return all;
  }

  private static ServedEndpoint chat(String name, Family family, String what) {
    return new ServedEndpoint(name, Task.CHAT, family, NOT_A_MODEL + what, true);
  }

  private static ServedEndpoint own(String name, Task task, String what) {
    return new ServedEndpoint(name, task, Family.EMBEDDED, NOT_A_MODEL + what, true);
  }
}
