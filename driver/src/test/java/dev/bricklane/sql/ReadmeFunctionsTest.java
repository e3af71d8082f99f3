package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the README's table of functions against the catalogue. */
class ReadmeFunctionsTest {
  @Test
  void listsEveryFunctionAsTheCatalogueHasIt() throws IOException {
    String table =
        ModelFunctions.ALL.stream().map(ReadmeFunctionsTest::row).collect(Collectors.joining());
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(table);
  }

  @Test
  void listsEveryArgumentWithItsMeaning() throws IOException {
    String table =
        ModelFunctions.COMPLETE_TABLE.arguments().stream()
            .skip(2)
            .map(argument -> "| `%s` | %s |%n".formatted(argument.name(), argument.remarks()))
            .collect(Collectors.joining());
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(table);
  }

  private static String row(ModelFunction function) {
    String call = function.signature();
    String gives =
        function.table()
            ? "rows of "
                + function.results().stream()
                    .map(ModelFunction.Result::name)
                    .collect(Collectors.joining(", "))
            : function.results().get(0).type() == ModelFunction.ResultType.VECTOR
                ? "REAL ARRAY"
                : "VARCHAR";
    return "| `%s%s` | %s |%n".formatted(function.table() ? "FROM " : "", call, gives);
  }
}
