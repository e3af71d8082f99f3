package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/** Answers embeddings, one vector for each input in its order. */
final class EmbeddingService {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "input",
          "instruction",
          "dimensions",
          "encoding_format",
          "usage_context",
          "client_request_id",
          "extra_params",
          "user");

  private final Map<String, Vectoriser> vectorisers;
  private final Vectoriser usual;
  private final int maxInputs;

  /**
   * Makes the service.
   *
   * @param vectorisers by the endpoint's name
   * @param usual for every other endpoint
   */
  EmbeddingService(Map<String, Vectoriser> vectorisers, Vectoriser usual, int maxInputs) {
    this.vectorisers = Map.copyOf(vectorisers);
    this.usual = usual;
    this.maxInputs = maxInputs;
  }

  Reply answer(Surface surface, ServedEndpoint endpoint, Fields fields) {
    if (endpoint.family().strict()) {
      fields.refuseOthers(KNOWN, surface);
    }
    List<String> inputs = fields.strings("input");
    if (inputs.isEmpty()) {
      throw WireError.invalid("input", "a string, or a non-empty list of strings, is required");
    }
    if (inputs.size() > maxInputs) {
      // GUESS: the limit is documented, the words of its refusal are not.
      throw WireError.badRequest(
          "input",
          "input: at most " + maxInputs + " inputs are allowed in a request, not " + inputs.size());
    }
    Vectoriser vectoriser = vectorisers.getOrDefault(endpoint.name(), usual);
    int dimensions = dimensions(fields, vectoriser);
    String format = Objects.requireNonNullElse(fields.string("encoding_format"), "float");
    if (!format.equals("float") && !format.equals("base64")) {
      throw WireError.invalid("encoding_format", "must be float or base64");
    }
    String instruction = fields.string("instruction");
    ObjectNode body =
        ModelReply.start(
            "embd_" + RandomText.hex(32), "list", System.currentTimeMillis() / 1000, endpoint);
    ArrayNode data = body.putArray("data");
    int tokens = 0;
    for (String input : inputs) {
      String text = instruction == null ? input : instruction + " " + input;
      tokens += Tokens.count(text);
      ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
      put(item, vectoriser.embed(text, dimensions), format);
    }
    body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return ModelReply.json(endpoint, body);
  }

  private static int dimensions(Fields fields, Vectoriser vectoriser) {
    List<Integer> possible = vectoriser.dimensions();
    OptionalInt wanted = fields.positive("dimensions");
    if (wanted.isEmpty()) {
      return possible.get(possible.size() - 1);
    }
    if (!possible.contains(wanted.getAsInt())) {
      throw WireError.badRequest(
          "dimensions",
          "Invalid matryoshka_dimension "
              + wanted.getAsInt()
              + ", must be one of "
              + possible
              + ".\n");
    }
    return wanted.getAsInt();
  }

  private static void put(ObjectNode item, float[] vector, String format) {
    if (format.equals("base64")) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : vector) {
        bytes.putFloat(value);
      }
      item.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
      return;
    }
    ArrayNode array = item.putArray("embedding");
    for (float value : vector) {
      array.add(value);
    }
  }
}
