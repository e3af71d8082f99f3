package dev.bricklane.exec;

import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, by name: the prices that Bricklane comes with, and before them those of a file
 * of the user's. Immutable and thread-safe.
 *
 * <p>A model that the file names has the file's prices alone. A model that neither names has no
 * price; none is ever made up.
 *
 * <p>The file is UTF-8 text with comma-separated columns. Its first line names them: {@code model},
 * {@code input}, {@code output}, and if wanted {@code cached_input} and {@code above_input_tokens}.
 * Prices are US dollars per million tokens. A model may have further rows for long prompts, with
 * the count in {@code above_input_tokens} above which they hold. Empty lines, and lines that begin
 * with {@code #}, mean nothing. The shipped {@code prices.csv} is an example, and says where its
 * prices come from.
 *
 * <p>A name may be written as SQL statements write it: {@code databricks/} before it is ignored,
 * and {@code system.ai.x} is {@code databricks-x}. Upper and lower case differ.
 */
public final class PriceTable {
  private static final String SHIPPED_FILE = "prices.csv";

  /** More than any list of prices; keeps a wrong path from filling the memory. */
  private static final int LARGEST_FILE = 1 << 20;

  /** By the endpoint's name, then by the count of input tokens above which it holds. */
  private final Map<String, NavigableMap<Long, Price>> prices;

  private PriceTable(Map<String, NavigableMap<Long, Price>> prices) {
    this.prices = Map.copyOf(prices);
  }

  /** Returns the prices that Bricklane comes with. */
  public static PriceTable shipped() {
    return Shipped.TABLE;
  }

  /**
   * Returns the shipped prices, and before them those of a file.
   *
   * @param file as the property {@code prices} names it, if it does
   * @throws BricklaneException with {@link ErrorCode#INVALID_CONFIGURATION} if it cannot be read,
   *     naming line and column; nothing of what is in the file is repeated
   */
  public static PriceTable with(Optional<Path> file) {
    return file.isEmpty() ? shipped() : shipped().with(read(file.get()));
  }

  /** Returns these prices, and before them those of a file's text. */
  PriceTable with(String text) {
    Map<String, NavigableMap<Long, Price>> both = new HashMap<>(prices);
    both.putAll(new PriceFile().read(text));
    return new PriceTable(both);
  }

  /**
   * Returns a model's price, if it is known.
   *
   * @param model by any of its names
   * @param inputTokens how long the prompt is; zero for the price of short ones
   */
  public Optional<Price> price(String model, long inputTokens) {
    NavigableMap<Long, Price> tiers = prices.get(ModelNames.endpoint(model));
    // A tier holds above its count, not at it.
    Map.Entry<Long, Price> tier =
        tiers == null ? null : tiers.floorEntry(Math.max(0, inputTokens - 1));
    return tier == null ? Optional.empty() : Optional.of(tier.getValue());
  }

  /**
   * Returns what a call costs in US dollars, exactly; input that the service had cached at its own
   * price, where that is known, and what is written to that cache as any other. Empty if the
   * model's price is not known, or a count that it needs was not reported.
   */
  public Optional<BigDecimal> cost(String model, Usage usage) {
    Long input = input(usage);
    Long output = count(usage.completionTokens(), usage.totalTokens(), usage.promptTokens());
    long cached = known(usage.cachedTokens());
    return price(model, input == null ? 0 : input)
        .filter(price -> input != null || price.input().signum() == 0)
        .filter(price -> output != null || price.output().signum() == 0)
        .map(price -> price.of(input == null ? 0 : input, cached, output == null ? 0 : output));
  }

  /**
   * Returns the tokens of the input; null if they were not reported. Where more is cached than the
   * prompt has, the prompt was counted without its cached part, as Claude's service does.
   */
  static @Nullable Long input(Usage usage) {
    Long prompt = count(usage.promptTokens(), usage.totalTokens(), usage.completionTokens());
    long cached = known(usage.cachedTokens()) + known(usage.cacheWriteTokens());
    return prompt == null || cached <= prompt ? prompt : (Long) (prompt + cached);
  }

  private static long known(@Nullable Integer count) {
    return count == null ? 0 : Math.max(0, count);
  }

  /** Returns a count as reported, or as the rest of the total; never negative. */
  static @Nullable Long count(
      @Nullable Integer reported, @Nullable Integer total, @Nullable Integer other) {
    if (reported != null) {
      return Math.max(0L, reported);
    }
    return total == null || other == null ? null : Math.max(0L, (long) total - other);
  }

  private static String read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST_FILE + 1);
    } catch (IOException | SecurityException e) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION, "prices: the file cannot be read", e);
    }
    if (bytes.length > LARGEST_FILE) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION, "prices: the file is larger than 1 MiB");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Read when first asked for. */
  private static final class Shipped {
    static final PriceTable TABLE = new PriceTable(Map.of()).with(text());

    private static String text() {
      try (InputStream in = PriceTable.class.getResourceAsStream(SHIPPED_FILE)) {
        if (in == null) {
          throw new IllegalStateException(SHIPPED_FILE + " is missing from the jar");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
