package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingWireTest {
  @Test
  void putsVectorsInTheOrderOfTheInputs() {
    Embeddings embeddings =
        embed(
            """
            {"object":"list","model":"gte","data":[
              {"object":"embedding","index":1,"embedding":[0.25,-1e-1]},
              {"object":"embedding","index":0,"embedding":[1,2]}],
             "usage":{"prompt_tokens":4,"total_tokens":4}}
            """,
            "a",
            "b");
    assertThat(embeddings.vectors())
        .containsExactly(new float[] {1, 2}, new float[] {0.25f, -0.1f});
    assertThat(embeddings.usage()).isEqualTo(new Usage(4, null, 4));
    assertThat(embeddings.model()).isEqualTo("gte");
  }

  @Test
  void readsBase64OfLittleEndianFloats() {
    // 1.0f is 00 00 80 3F and -2.0f is 00 00 00 C0 in little-endian order.
    assertThat(embed("{\"data\":[{\"index\":0,\"embedding\":\"AACAPwAAAMA=\"}]}", "a").vectors())
        .containsExactly(new float[] {1, -2});
  }

  @Test
  void readsVectorsOfAnyLength() {
    String zeros = "0,".repeat(4095) + "1";
    float[] vector =
        embed("{\"data\":[{\"index\":0,\"embedding\":[" + zeros + "]}]}", "a").vectors().get(0);
    assertThat(vector).hasSize(4096).endsWith(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                    | has no data
          {"data":null}                                                         | has no data
          {"data":[]}                                                           | has 0 embeddings for 2 inputs
          {"data":[{"index":0,"embedding":[1]}]}                                | has 1 embeddings for 2 inputs
          {"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}    | two embeddings with the index 0
          {"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}    | the index 2
          {"data":[{"index":0,"embedding":[1]},{"index":-1,"embedding":[1]}]}   | the index -1
          {"data":[{"index":0,"embedding":[1]},{"embedding":[1]}]}              | the index null
          {"data":[{"index":0,"embedding":[1]},null]}                           | the index null
          {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":null}]}   | no embedding at the index 1
          {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[]}]}     | no embedding at the index 1
          {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[null]}]} | is not the JSON it should be
          {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":["x"]}]}  | is not the JSON it should be
          {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":"AAA="}]} | is not the JSON it should be
          {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":{}}]}     | is not the JSON it should be
          """)
  void refusesVectorsThatDoNotFitTheInputs(String body, String message) {
    assertThatThrownBy(() -> embed(body, "a", "b"))
        .cause()
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_ANSWER));
  }

  @Test
  void takesAnErrorWithinASuccessForAnError() {
    assertThatThrownBy(() -> embed("{\"error\":{\"message\":\"too long\",\"code\":400}}", "a"))
        .cause()
        .hasMessageContaining("too long")
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  private static Embeddings embed(String body, String... inputs) {
    return FakeWorkspace.answering(body).embed(inputs).join();
  }
}
