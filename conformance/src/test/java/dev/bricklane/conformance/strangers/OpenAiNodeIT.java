package dev.bricklane.conformance.strangers;

/** OpenAI's client for Node against the embedded workspace. */
class OpenAiNodeIT extends ScriptedClient {
  @Override
  Packages packages() {
    return Packages.NODE;
  }

  @Override
  String script() {
    return "openai.mjs";
  }
}
