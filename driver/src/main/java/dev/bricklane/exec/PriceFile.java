package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of prices, whose form {@link PriceTable} describes, and reports all its mistakes
 * at once. Messages name line and column and never repeat what stands there: the path may be wrong,
 * and the file a secret one.
 */
final class PriceFile {
  private static final String MODEL = "model";
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final String CACHED_INPUT = "cached_input";
  private static final String ABOVE = "above_input_tokens";

  private static final List<String> NEEDED = List.of(MODEL, INPUT, OUTPUT);
  private static final List<String> COLUMNS = List.of(MODEL, INPUT, OUTPUT, CACHED_INPUT, ABOVE);
  private static final Pattern PRICE =
      Pattern.compile("[0-9]{1,6}(?:\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,12}");
  private static final int MOST_SHOWN = 20;

  private final Map<String, NavigableMap<Long, Price>> prices = new HashMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private List<String> header = List.of();
  private int line;

  /**
   * Returns the prices by the endpoint's name, and by the input tokens above which they hold.
   *
   * @throws BricklaneException with {@link ErrorCode#INVALID_CONFIGURATION}
   */
  Map<String, NavigableMap<Long, Price>> read(String text) {
    // Some editors begin a UTF-8 file with a byte order mark.
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (String each : (Iterable<String>) content.lines()::iterator) {
      line++;
      String row = each.strip();
      if (row.isEmpty() || row.startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(row.split(",", -1)).stream().map(String::strip).toList();
      if (!header.isEmpty()) {
        row(cells);
      } else if (!isHeader(cells)) {
        break;
      }
    }
    if (header.isEmpty() && mistakes.isEmpty()) {
      mistakes.add("the file is empty");
    }
    if (!mistakes.isEmpty()) {
      throw new BricklaneException(ErrorCode.INVALID_CONFIGURATION, message());
    }
    return prices;
  }

  private boolean isHeader(List<String> cells) {
    if (!cells.containsAll(NEEDED)
        || !COLUMNS.containsAll(cells)
        || new HashSet<>(cells).size() < cells.size()) {
      mistakes.add(
          "line "
              + line
              + ": must name the columns "
              + String.join(",", NEEDED)
              + ", and may name "
              + CACHED_INPUT
              + " and "
              + ABOVE);
      return false;
    }
    header = cells;
    return true;
  }

  private void row(List<String> cells) {
    if (cells.size() > header.size()) {
      mistakes.add("line " + line + ": has more columns than the first line");
      return;
    }
    int before = mistakes.size();
    String model = ModelNames.endpoint(cell(cells, MODEL));
    if (model.isEmpty()) {
      wrong(MODEL, "must be the name of a model");
    }
    BigDecimal input = price(cells, INPUT);
    BigDecimal output = price(cells, OUTPUT);
    BigDecimal cached = cell(cells, CACHED_INPUT).isEmpty() ? null : price(cells, CACHED_INPUT);
    long above = above(cells);
    if (input == null || output == null || mistakes.size() > before) {
      return;
    }
    Price price = new Price(input, output, Optional.ofNullable(cached), above);
    if (prices.computeIfAbsent(model, name -> new TreeMap<>()).putIfAbsent(above, price) != null) {
      wrong(MODEL, "has a price already" + (above == 0 ? "" : " for prompts above that length"));
    }
  }

  private String cell(List<String> cells, String column) {
    int index = header.indexOf(column);
    return index < 0 || index >= cells.size() ? "" : cells.get(index);
  }

  private @Nullable BigDecimal price(List<String> cells, String column) {
    String text = cell(cells, column);
    if (PRICE.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    wrong(column, "must be US dollars per million tokens, below a million, such as 1.25");
    return null;
  }

  private long above(List<String> cells) {
    String text = cell(cells, ABOVE);
    if (text.isEmpty() || COUNT.matcher(text).matches()) {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    }
    wrong(ABOVE, "must be a count of tokens, such as 200000");
    return 0;
  }

  private void wrong(String column, String what) {
    mistakes.add("line " + line + ", column " + column + ": " + what);
  }

  private String message() {
    if (mistakes.size() == 1) {
      return "prices: " + mistakes.get(0);
    }
    StringBuilder text =
        new StringBuilder("prices: the file has " + mistakes.size() + " mistakes:");
    mistakes.stream().limit(MOST_SHOWN).forEach(mistake -> text.append("\n  ").append(mistake));
    if (mistakes.size() > MOST_SHOWN) {
      text.append("\n  and ").append(mistakes.size() - MOST_SHOWN).append(" more");
    }
    return text.toString();
  }
}
