package dev.bricklane.sql.files;

import java.util.List;

/** The formats that files are read in, by the endings of their names. */
enum FileFormat {
  /** Fields between commas or what else the file has there. */
  CSV("csv"),
  /** Fields between tabs. */
  TSV("tsv", "tab"),
  /** JSON objects one after another, or in one array. */
  JSON("jsonl", "ndjson", "json"),
  /** Apache Parquet. */
  PARQUET("parquet");

  private static final String GZIP = ".gz";

  private final List<String> endings;

  FileFormat(String... endings) {
    this.endings = List.of(endings);
  }

  /** Returns whether a file of that name is compressed by gzip. */
  static boolean isCompressed(String fileName) {
    return endsWith(fileName, GZIP);
  }

  /** Returns the length of a name without the endings of this format; 0 if it has none of them. */
  int nameLength(String fileName) {
    boolean compressed = isCompressed(fileName);
    if (compressed && this == PARQUET) {
      return 0;
    }
    int length = fileName.length() - (compressed ? GZIP.length() : 0);
    String plain = fileName.substring(0, length);
    for (String ending : endings) {
      int name = length - ending.length() - 1;
      if (name > 0 && endsWith(plain, "." + ending)) {
        return name;
      }
    }
    return 0;
  }

  /** Letters in a name may be several in lower case, so that is not compared. */
  private static boolean endsWith(String name, String ending) {
    return name.regionMatches(true, name.length() - ending.length(), ending, 0, ending.length());
  }
}
