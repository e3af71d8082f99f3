package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsIT {
  private static final String PATH = "/serving-endpoints/embeddings";
  private static final String HASHING = "embedded-hashing-384";
  private static final String MINI_LM = "embedded-minilm-l6-v2";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final RawClient CLIENT = RUNNING.client;

  @ParameterizedTest
  @ValueSource(strings = {HASHING, MINI_LM})
  void answersInTheShapeOfEmbeddings(String model) {
    Answer answer = embed(model, "'input':['one','two words']");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("served-model-name")).isEqualTo(model);
    assertThat(answer.json().path("object").asText()).isEqualTo("list");
    assertThat(answer.json().path("model").asText()).isEqualTo(model);
    JsonNode data = answer.json().path("data");
    assertThat(data).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(data.path(i).path("object").asText()).isEqualTo("embedding");
      assertThat(data.path(i).path("index").intValue()).isEqualTo(i);
      double[] vector = vector(data.path(i));
      assertThat(vector).hasSize(384);
      assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
    }
    JsonNode usage = answer.json().path("usage");
    assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(4);
    assertThat(usage.path("total_tokens").intValue()).isEqualTo(4);
  }

  @Test
  void answersOnEveryPathAlike() {
    JsonNode named = embed(HASHING, "'input':'same'").json().path("data");
    Answer invoked =
        CLIENT.post("/serving-endpoints/" + HASHING + "/invocations", "{'input':['same']}");
    Answer gateway =
        CLIENT.post(
            "/ai-gateway/mlflow/v1/embeddings",
            "{'model':'system.ai." + HASHING + "','input':'same'}");
    assertThat(invoked.json().path("data")).isEqualTo(named);
    assertThat(gateway.json().path("data")).isEqualTo(named);
  }

  @Test
  void miniLmKnowsMeaning() {
    JsonNode data =
        embed(
                MINI_LM,
                "'input':['A man is eating a meal','Someone is having dinner',"
                    + "'The stock market fell sharply today']")
            .json()
            .path("data");
    double near = cosine(vector(data.path(0)), vector(data.path(1)));
    double far = cosine(vector(data.path(0)), vector(data.path(2)));
    assertThat(near).isGreaterThan(far + 0.3);
  }

  @Test
  void hashingKnowsSharedWords() {
    JsonNode data =
        embed(HASHING, "'input':['the red car is fast','a fast red car','winter in Norway']")
            .json()
            .path("data");
    double near = cosine(vector(data.path(0)), vector(data.path(1)));
    double far = cosine(vector(data.path(0)), vector(data.path(2)));
    assertThat(near).isGreaterThan(far + 0.3);
  }

  @ParameterizedTest
  @ValueSource(strings = {HASHING, MINI_LM})
  void takesAnyText(String model) {
    String body =
        "{'model':'" + model + "','input':['','  ','\\u200b','LONG','WORDS','日本語','\\ud83d']}";
    Answer answer =
        CLIENT.post(
            PATH,
            body.replace("LONG", "x".repeat(50_000)).replace("WORDS", "many words ".repeat(5_000)));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode data = answer.json().path("data");
    assertThat(data).hasSize(7);
    data.forEach(item -> assertThat(cosine(vector(item), vector(item))).isCloseTo(1, within(1e-5)));
  }

  @Test
  void honoursDimensionsWhereItCan() {
    JsonNode data = embed(HASHING, "'input':'x','dimensions':64").json().path("data");
    assertThat(vector(data.path(0))).hasSize(64);
    Answer wrong = embed(HASHING, "'input':'x','dimensions':123");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.errorCode()).isEqualTo("BAD_REQUEST");
    assertThat(wrong.message())
        .isEqualTo("Invalid matryoshka_dimension 123, must be one of [32, 64, 128, 256, 384].\n");
    assertThat(embed(MINI_LM, "'input':'x','dimensions':64").status()).isEqualTo(400);
    assertThat(embed(MINI_LM, "'input':'x','dimensions':384").status()).isEqualTo(200);
  }

  @Test
  void honoursBase64() {
    double[] floats = vector(embed(HASHING, "'input':'x y'").json().path("data").path(0));
    String text =
        embed(HASHING, "'input':'x y','encoding_format':'base64'")
            .json()
            .path("data")
            .path(0)
            .path("embedding")
            .asText();
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : floats) {
      assertThat(bytes.getFloat()).isEqualTo((float) value);
    }
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void instructionsBelongToTheText() {
    assertThat(embed(HASHING, "'input':'car','instruction':'find a'").json().path("data"))
        .isEqualTo(embed(HASHING, "'input':'find a car'").json().path("data"));
  }

  @Test
  void refusesTooManyInputs() {
    String input = String.join(",", Collections.nCopies(150, "'x'"));
    assertThat(embed(HASHING, "'input':[" + input + "]").status()).isEqualTo(200);
    Answer answer = embed(HASHING, "'input':[" + input + ",'x']");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("BAD_REQUEST");
    assertThat(answer.message()).contains("150", "151");
    try (EmbeddedWorkspace narrow = EmbeddedWorkspace.builder().maxEmbeddingInputs(1).start()) {
      String two = "{'model':'" + HASHING + "','input':['x','y']}";
      assertThat(new RawClient(narrow).post(PATH, two).status()).isEqualTo(400);
    }
  }

  @Test
  void onlyServingTakesUsageContext() {
    String fields = "'input':'x','usage_context':{'team':'a'}";
    assertThat(embed(HASHING, fields).status()).isEqualTo(200);
    String body = "{'model':'system.ai." + HASHING + "'," + fields + "}";
    assertThat(CLIENT.post("/ai-gateway/mlflow/v1/embeddings", body).message())
        .contains("unknown field");
  }

  @Test
  void refusesBadRequests() {
    for (String fields : new String[] {"'input':[]", "'input':null", "'input':[7]", "'input':{}"}) {
      Answer answer = embed(HASHING, fields);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
      assertThat(answer.message()).contains("'input'");
    }
    assertThat(embed(HASHING, "'input':'x','encoding_format':'hex'").status()).isEqualTo(400);
    assertThat(embed(HASHING, "'input':'x','truncate':true").message())
        .contains("truncate: Extra inputs are not permitted");
  }

  private static Answer embed(String model, String fields) {
    return CLIENT.post(PATH, "{'model':'" + model + "'," + fields + "}");
  }

  private static double[] vector(JsonNode item) {
    JsonNode numbers = item.path("embedding");
    double[] vector = new double[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.path(i).doubleValue();
    }
    return vector;
  }

  /** Of vectors of length 1. */
  private static double cosine(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
