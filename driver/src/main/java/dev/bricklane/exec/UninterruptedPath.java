package dev.bricklane.exec;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;

/**
 * A file of MVStore's that an interrupt does not close.
 *
 * <p>A {@link FileChannel} is closed for everybody when a thread is interrupted while it reads, and
 * statements are interrupted to cancel them. {@link RandomAccessFile} does not know interrupts.
 * MVStore reaches this by the scheme {@value #SCHEME} before a path.
 */
final class UninterruptedPath extends FilePath {
  private static final String SCHEME = "uninterrupted";

  static {
    FilePath.register(new UninterruptedPath(""));
  }

  private final String path;

  private UninterruptedPath(String path) {
    this.path = path;
    this.name = SCHEME + ":" + path;
  }

  /** Returns the name by which MVStore opens the file of that path. */
  static String name(String path) {
    return new UninterruptedPath(path).name;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FilePath getPath(String name) {
    return new UninterruptedPath(name.substring(SCHEME.length() + 1));
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new OpenFile(new RandomAccessFile(path, mode));
  }

  private FilePath plain() {
    return FilePath.get(path);
  }

  @Override
  public long size() {
    return plain().size();
  }

  @Override
  public boolean exists() {
    return plain().exists();
  }

  @Override
  public FilePath getParent() {
    return plain().getParent();
  }

  @Override
  public FilePath toRealPath() {
    return getPath(SCHEME + ":" + plain().toRealPath());
  }

  @Override
  public boolean canWrite() {
    return plain().canWrite();
  }

  @Override
  public boolean isAbsolute() {
    return plain().isAbsolute();
  }

  @Override
  public boolean isDirectory() {
    return plain().isDirectory();
  }

  @Override
  public boolean isRegularFile() {
    return plain().isRegularFile();
  }

  @Override
  public long lastModified() {
    return plain().lastModified();
  }

  @Override
  public boolean createFile() {
    throw unused();
  }

  @Override
  public void createDirectory() {
    throw unused();
  }

  @Override
  public void delete() {
    throw unused();
  }

  @Override
  public void moveTo(FilePath target, boolean atomicReplace) {
    throw unused();
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    throw unused();
  }

  @Override
  public boolean setReadOnly() {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("A store in one file needs no such thing");
  }

  /** The open file; one thread at a time reads or writes. */
  private static final class OpenFile extends FileBaseDefault {
    private final RandomAccessFile file;

    OpenFile(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
      file.seek(position);
      int read;
      if (target.hasArray()) {
        read =
            file.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        target.position(target.position() + Math.max(0, read));
      } else {
        byte[] bytes = new byte[target.remaining()];
        read = file.read(bytes);
        target.put(bytes, 0, Math.max(0, read));
      }
      return read;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      int length = source.remaining();
      byte[] bytes = new byte[length];
      source.get(bytes);
      file.seek(position);
      file.write(bytes);
      return length;
    }

    @Override
    public synchronized long size() throws IOException {
      return file.length();
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.getFD().sync();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.getChannel().tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
