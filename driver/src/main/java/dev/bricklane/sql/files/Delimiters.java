package dev.bricklane.sql.files;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what stands between the fields of a CSV file. */
final class Delimiters {
  private static final String KNOWN = ",;\t|";
  private static final int RECORDS = 100;

  private Delimiters() {}

  /**
   * Returns the delimiter that makes most columns of a text, all of whose records have as many as
   * the first; where none does so, the one that makes most columns of the first record. Where that
   * has one column alone, commas may stand in its texts.
   *
   * @param head the beginning of the text
   * @param whole whether it is all of the text
   */
  static char of(String head, boolean whole) {
    char best = KNOWN.charAt(0);
    int most = 0;
    for (char each : KNOWN.toCharArray()) {
      int score = score(head, whole, each);
      if (score > most) {
        most = score;
        best = each;
      }
    }
    return best;
  }

  private static int score(String head, boolean whole, char delimiter) {
    int columns = 0;
    int before = 0;
    try (CsvRecords records = CsvRecords.of(new StringReader(head), delimiter)) {
      for (int i = 0; i < RECORDS; i++) {
        List<@Nullable String> record = records.next();
        if (record == null) {
          break;
        }
        // The last record of a head may be cut off, so each is looked at when there is another.
        if (i > 1 && before != columns) {
          return score(columns, false);
        }
        before = record.size();
        columns = i == 0 ? before : columns;
      }
    } catch (TooLarge manyFields) {
      return Integer.MAX_VALUE;
    } catch (IOException cutOffOrMalformed) {
      return score(columns, false);
    }
    return score(columns, before == columns || !whole);
  }

  private static int score(int columns, boolean even) {
    return columns > 1 ? columns * (even ? 10_000 : 10) : even ? 2 : 1;
  }
}
