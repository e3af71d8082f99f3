package dev.bricklane.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.bricklane.http.HttpReply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire of {@code embeddings}, the same on both surfaces. */
final class EmbeddingWire {
  private EmbeddingWire() {}

  static Map<String, Object> encode(EmbeddingRequest request, String model) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    body.put("input", request.inputs());
    request.parameters().forEach(body::putIfAbsent);
    return body;
  }

  static Embeddings decode(HttpReply reply, Duration latency, CallSite site, int inputs) {
    Response response = Json.read(reply, Response.class, site);
    if (Json.present(response.error())) {
      throw ErrorDecoder.decode(reply, site);
    }
    if (response.data() == null) {
      throw Json.malformed(reply, site, "has no data");
    }
    return new Embeddings(
        List.of(inOrder(response.data(), reply, site, inputs)),
        response.model(),
        UsageWire.read(response.usage()),
        latency,
        reply.requestId(),
        reply.attempts());
  }

  /** A vector under the wrong text is worse than none: every index must be there, once. */
  private static float[][] inOrder(
      List<@Nullable Entry> data, HttpReply reply, CallSite site, int inputs) {
    if (data.size() != inputs) {
      throw Json.malformed(
          reply, site, "has " + data.size() + " embeddings for " + inputs + " inputs");
    }
    float[][] vectors = new float[inputs][];
    for (Entry entry : data) {
      Integer index = entry == null ? null : entry.index();
      float[] vector = entry == null ? null : entry.embedding();
      if (index == null || index < 0 || index >= inputs) {
        throw Json.malformed(reply, site, "has an embedding with the index " + index);
      }
      if (vectors[index] != null) {
        throw Json.malformed(reply, site, "has two embeddings with the index " + index);
      }
      if (vector == null || vector.length == 0) {
        throw Json.malformed(reply, site, "has no embedding at the index " + index);
      }
      vectors[index] = vector;
    }
    return vectors;
  }

  private record Response(
      @Nullable String model,
      @Nullable List<@Nullable Entry> data,
      @Nullable JsonNode usage,
      @Nullable JsonNode error) {}

  @SuppressWarnings("ArrayRecordComponent") // nobody compares entries
  private record Entry(
      @Nullable Integer index,
      @JsonDeserialize(using = VectorReader.class) float @Nullable [] embedding) {}

  /** Reads a list of numbers, or base64 of little-endian 32-bit floats as OpenAI's SDKs ask for. */
  private static final class VectorReader extends JsonDeserializer<float[]> {
    private static final int USUAL_DIMENSION = 1024;

    @Override
    public float[] deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return decode(parser.getText(), context);
      }
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return fail(context);
      }
      float[] vector = new float[USUAL_DIMENSION];
      int length = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (!parser.currentToken().isNumeric()) {
          return fail(context);
        }
        if (length == vector.length) {
          vector = Arrays.copyOf(vector, 2 * length);
        }
        vector[length++] = parser.getFloatValue();
      }
      return Arrays.copyOf(vector, length);
    }

    private static float[] decode(String base64, DeserializationContext context)
        throws IOException {
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        return fail(context);
      }
      if (bytes.length % Float.BYTES != 0) {
        return fail(context);
      }
      float[] vector = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
      return vector;
    }

    private static float[] fail(DeserializationContext context) throws IOException {
      return context.reportInputMismatch(float[].class, "not a vector");
    }
  }
}
