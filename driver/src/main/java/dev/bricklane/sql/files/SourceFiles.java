package dev.bricklane.sql.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * What reading the files of one attached source needs. Immutable.
 *
 * @param folder where they lie
 * @param options how they are to be read
 * @param bytes opens them
 * @param errors says what is wrong with them
 * @param parquet reads Parquet
 */
record SourceFiles(
    AllowedFolder folder,
    FolderOptions options,
    FileBytes bytes,
    FileErrors errors,
    DuckDbConnector parquet) {
  private static final int GZIP_BUFFER = 16 * 1024;

  /** Opens a file of text. */
  Text open(DataFile file) throws IOException {
    FileBytes.Counted counted = bytes.openNow(folder.real(file.path()));
    try {
      InputStream plain = file.compressed() ? new GZIPInputStream(counted, GZIP_BUFFER) : counted;
      return new Text(DecodedText.of(plain, options.charset()), counted);
    } catch (IOException | RuntimeException e) {
      counted.close();
      throw e;
    }
  }

  /**
   * A text that is open.
   *
   * @param bytes of the file, which count themselves
   */
  record Text(DecodedText text, FileBytes.Counted bytes) {}
}
