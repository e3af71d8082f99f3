package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OwnEndpointsTest {
  @Test
  void theReadmeNamesEachOne() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    assertThat(OwnEndpoints.all())
        .allSatisfy(endpoint -> assertThat(readme).contains("`" + endpoint.name() + "`"));
  }

  @Test
  void eachSaysWhatItIs() {
    assertThat(OwnEndpoints.all())
        .allSatisfy(endpoint ->
            assertThat(endpoint.description())
                .matches("Not a (language )?model: .*|all-MiniLM-L6-v2.*"));
  }

  @Test
  void theReadmesFaultsExist() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    assertThat(readme).contains(Fault.RATE_LIMIT_QPS.model(), Fault.STREAM_BREAKS.model());
  }
}
