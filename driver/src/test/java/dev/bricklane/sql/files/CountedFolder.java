package dev.bricklane.sql.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A folder of files that counts what is read of them. */
public final class CountedFolder {
  private final AtomicLong read = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final Path folder;

  public CountedFolder(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder as a schema. */
  public FolderSchema schema(Map<String, String> options) {
    return FolderSchema.of(
        "tickets",
        "file:" + folder,
        folder,
        FolderOptions.of("tickets", options),
        DriverManager::getConnection,
        path -> new Counting(FileBytes.DISK.open(path)));
  }

  /** Returns how many bytes were read since this was asked last. */
  public long takeRead() {
    return read.getAndSet(0);
  }

  /** Returns how many files are open. */
  public int open() {
    return open.get();
  }

  private final class Counting extends FilterInputStream {
    private boolean closed;

    Counting(InputStream in) {
      super(in);
      open.incrementAndGet();
    }

    @Override
    public int read() throws IOException {
      throw new IOException("read by the byte");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      read.addAndGet(Math.max(0, count));
      return count;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
      super.close();
    }
  }
}
