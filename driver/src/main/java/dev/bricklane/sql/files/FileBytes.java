package dev.bricklane.sql.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens files; a test may count what is read of them. */
interface FileBytes {
  /** Files of the disk. */
  FileBytes DISK = path -> Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);

  /** Opens a file. */
  InputStream open(Path path) throws IOException;

  /**
   * Opens a file as it is now: what is added later is not read, and if it is cut, reading fails.
   *
   * @param path without links
   */
  default Counted openNow(Path path) throws IOException {
    long size = Files.size(path);
    return new Counted(open(path), size);
  }

  /** The bytes of a file up to the length that it had, counted. */
  final class Counted extends InputStream {
    private final InputStream in;
    private final long size;
    private long read;

    private Counted(InputStream in, long size) {
      this.in = in;
      this.size = size;
    }

    /** Returns which part of the file has been read, above 0 and up to 1. */
    double part() {
      return size == 0 ? 1 : Math.max(1, read) / (double) size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte @Nullable [] bytes, int offset, int length) throws IOException {
      if (read == size) {
        return -1;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, size - read));
      if (count < 0) {
        throw new IOException("it became shorter while it was read");
      }
      read += count;
      return count;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), size - read);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
