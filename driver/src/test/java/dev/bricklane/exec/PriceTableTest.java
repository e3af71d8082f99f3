package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTableTest {
  private static final PriceTable SHIPPED = PriceTable.shipped();

  @ParameterizedTest
  @CsvSource({
    "databricks-claude-sonnet-4-5, 3, 15",
    "databricks-claude-haiku-4-5, 1, 5",
    "databricks-claude-opus-4-1, 15, 75",
    "databricks-gpt-5-nano, 0.05, 0.40",
    "databricks-gte-large-en, 0.13, 0",
    "embedded-responder, 0, 0"
  })
  void knowsWhatIsPublished(String model, BigDecimal input, BigDecimal output) {
    Price price = SHIPPED.price(model, 0).orElseThrow();
    assertThat(price.input()).isEqualByComparingTo(input);
    assertThat(price.output()).isEqualByComparingTo(output);
  }

  @Test
  void takesTheHigherPriceWhereSourcesDisagree() {
    assertThat(SHIPPED.price("databricks-gpt-oss-120b", 0).orElseThrow().output())
        .isEqualByComparingTo("0.60");
    assertThat(SHIPPED.price("databricks-gemini-2-5-pro", 0).orElseThrow().input())
        .isEqualByComparingTo("1.5625");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks-gpt-5",
        "databricks/databricks-gpt-5",
        "system.ai.gpt-5",
        "databricks/system.ai.gpt-5",
        "system.ai.databricks-gpt-5",
        " databricks-gpt-5 "
      })
  void findsAModelByAnyOfItsNames(String name) {
    assertThat(SHIPPED.price(name, 0).orElseThrow().input()).isEqualByComparingTo("1.25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-5",
        "databricks-gpt-5-9",
        "my-endpoint",
        "main.default.gpt-5",
        "",
        "databricks-bge-large-en"
      })
  void makesNoPriceUp(String name) {
    assertThat(SHIPPED.price(name, 0)).isEmpty();
    assertThat(SHIPPED.cost(name, new Usage(1, 1, 2))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200000, 1.5625", "200001, 2.50"})
  void chargesLongPromptsTheirOwnPrice(long tokens, BigDecimal input) {
    assertThat(SHIPPED.price("databricks-gemini-2-5-pro", tokens).orElseThrow().input())
        .isEqualByComparingTo(input);
  }

  @Test
  void addsUpInputAndOutputExactly() {
    assertThat(SHIPPED.cost("databricks-claude-sonnet-4-5", new Usage(1_000, 1, 1_001)))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.003015"));
  }

  @Test
  void chargesCachedInputItsOwnPriceWhereThatIsKnown() {
    assertThat(
            SHIPPED.cost(
                "databricks-claude-sonnet-4-5", new Usage(1_000, 1, 1_001, 600, null, null)))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.001395"));
    assertThat(
            SHIPPED.cost(
                "databricks-llama-4-maverick", new Usage(1_000, 0, 1_000, 600, null, null)))
        .isEqualTo(SHIPPED.cost("databricks-llama-4-maverick", new Usage(1_000, 0, 1_000)));
  }

  @Test
  void addsACachedPartThatThePromptsCountLeavesOut() {
    // Claude's: 10 + 1,000 read + 200 written; 210 at 3, 1,000 at .30 and 5 at 15 dollars.
    assertThat(SHIPPED.cost("databricks-claude-sonnet-4-5", new Usage(10, 5, 15, 1_000, 200, null)))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.001005"));
  }

  @Test
  void takesAMissingCountFromTheTotal() {
    assertThat(SHIPPED.cost("databricks-claude-sonnet-4-5", new Usage(1_000, null, 1_001)))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.003015"));
    assertThat(SHIPPED.cost("databricks-claude-sonnet-4-5", new Usage(null, 1, 1_001)))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.003015"));
  }

  @Test
  void doesNotGuessACountThatMatters() {
    assertThat(SHIPPED.cost("databricks-claude-sonnet-4-5", Usage.UNKNOWN)).isEmpty();
    assertThat(SHIPPED.cost("databricks-claude-sonnet-4-5", new Usage(5, null, null))).isEmpty();
    assertThat(SHIPPED.cost("databricks-gte-large-en", new Usage(1_000_000, null, null)))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.13"));
  }

  @Test
  void aFilesPricesComeBeforeTheShippedOnes(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("prices.csv"),
            """
            \uFEFF# ours
            model, output, input

            system.ai.gpt-5, 2, 1
            my-endpoint, 4, .5
            """);
    PriceTable table = PriceTable.with(Optional.of(file));
    assertThat(table.price("databricks-gpt-5", 0).orElseThrow().input()).isEqualByComparingTo("1");
    assertThat(table.price("my-endpoint", 0).orElseThrow().input()).isEqualByComparingTo("0.5");
    assertThat(table.price("databricks-gpt-5-1", 0)).isPresent();
    assertThat(SHIPPED.price("my-endpoint", 0)).isEmpty();
  }

  @Test
  void aFilesPricesReplaceAllRowsOfAModel() {
    PriceTable table = SHIPPED.with("model,input,output\ndatabricks-gemini-2-5-pro,1,2\n");
    assertThat(table.price("databricks-gemini-2-5-pro", 1_000_000).orElseThrow().input())
        .isEqualByComparingTo("1");
  }

  @Test
  void isTheShippedTableWithoutAFile() {
    assertThat(PriceTable.with(Optional.empty())).isSameAs(SHIPPED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m,1x,2 | line 2, column input: must be US dollars per million tokens, below a million,"
            + " such as 1.25",
        "m,1,-2 | line 2, column output: must be US dollars per million tokens, below a million,"
            + " such as 1.25",
        "m,1 | line 2, column output: must be US dollars per million tokens, below a million,"
            + " such as 1.25",
        "m,1,2,x | line 2, column cached_input: must be US dollars per million tokens, below a"
            + " million, such as 1.25",
        "m,1,2,,many | line 2, column above_input_tokens: must be a count of tokens, such as"
            + " 200000",
        "m,1,2,,,7 | line 2: has more columns than the first line",
        ",1,2 | line 2, column model: must be the name of a model"
      })
  void namesLineAndColumnOfAMistake(String row, String message) {
    String text = "model,input,output,cached_input,above_input_tokens\n" + row + "\n";
    assertThat(mistake(text)).isEqualTo("prices: " + message);
  }

  @Test
  void reportsAllMistakesAtOnceAndRepeatsNoValue() {
    assertThat(mistake("model,input,output\na,dapi1,2\nb,1,2\nb,1,dapi2\n"))
        .startsWith("prices: the file has 2 mistakes:\n  line 2, column input: ")
        .contains("\n  line 4, column output: ")
        .doesNotContain("dapi");
  }

  @Test
  void refusesASecondPriceForTheSameModel() {
    assertThat(mistake("model,input,output\ndatabricks-x,1,2\nsystem.ai.x,1,2\n"))
        .isEqualTo("prices: line 3, column model: has a price already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root:x:0:0\n",
        "model,input\n",
        "model,input,output,colour\n",
        "model,input,output,model\n"
      })
  void refusesAFileThatDoesNotNameItsColumns(String text) {
    assertThat(mistake(text))
        .isEqualTo(
            "prices: line 1: must name the columns model,input,output, and may name cached_input"
                + " and above_input_tokens");
  }

  @Test
  void refusesAnEmptyOrMissingFile(@TempDir Path folder) {
    assertThat(mistake("# nothing\n")).isEqualTo("prices: the file is empty");
    BricklaneException refusal =
        catchThrowableOfType(
            BricklaneException.class,
            () -> PriceTable.with(Optional.of(folder.resolve("absent.csv"))));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(refusal).hasMessage("prices: the file cannot be read");
  }

  private static String mistake(String text) {
    BricklaneException refusal =
        catchThrowableOfType(BricklaneException.class, () -> SHIPPED.with(text));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    return refusal.getMessage();
  }
}
