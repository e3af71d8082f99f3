package dev.bricklane.conformance.strangers;

/** OpenAI's client for Python against the embedded workspace. */
class OpenAiPythonIT extends ScriptedClient {
  @Override
  Packages packages() {
    return Packages.PYTHON;
  }

  @Override
  String script() {
    return "openai_client.py";
  }
}
