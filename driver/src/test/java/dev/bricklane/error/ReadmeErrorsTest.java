package dev.bricklane.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the README's table of errors against the catalogue. */
class ReadmeErrorsTest {
  @Test
  void listsEveryErrorAsTheCatalogueHasIt() throws IOException {
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(table());
  }

  @Test
  void hasOneVendorCodeForEachMeaning() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::vendorCode))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::sqlState))
        .allMatch(state -> state.matches("[0-9A-Z]{5}"));
  }

  private static String table() {
    return "| Error | SQLSTATE | Vendor code | Passes by itself | What to do |\n|---|---|---|---|---|\n"
        + Arrays.stream(ErrorCode.values())
            .map(code ->
                String.format(
                    "| `%s` | %s | %d | %s | %s |%n",
                    code.label(),
                    code.sqlState(),
                    code.vendorCode(),
                    code.retriable() ? "may" : "",
                    code.advice()))
            .collect(Collectors.joining())
            .replace("\r\n", "\n");
  }
}
