package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A recording that lines are added to: one JSON object a line, in UTF-8. Thread-safe, also with
 * other connections that add to the same file.
 *
 * <p>A line is written whole and at once, so that a process that is killed leaves whole lines. An
 * interrupt does not end a write.
 */
final class RecordingFile implements AutoCloseable {
  private static final String WHAT = "recording";

  /** Who shares a file may have come to it by another object: equal paths have the same lock. */
  private static final List<Object> LOCKS = Stream.generate(Object::new).limit(64).toList();

  private final Path path;
  private final FileOutputStream out;
  private final Object lock;

  private RecordingFile(Path path, FileOutputStream out) {
    this.path = path;
    this.out = out;
    this.lock = LOCKS.get(Math.floorMod(path.hashCode(), LOCKS.size()));
  }

  /**
   * Opens a file to add to; a new one is its owner's alone.
   *
   * @throws BricklaneException {@code FILE_UNUSABLE} if that fails, or if what is there is no
   *     recording
   */
  static RecordingFile open(Path file) {
    Path path = PrivateFile.ensure(file, WHAT);
    read(path, call -> {});
    try {
      boolean mayAdd = endsWithLine(path);
      FileOutputStream out = new FileOutputStream(path.toFile(), true);
      RecordingFile recording = new RecordingFile(path, out);
      if (!mayAdd) {
        recording.add(List.of(""));
      }
      return recording;
    } catch (IOException e) {
      throw PrivateFile.unusable(WHAT, path, PrivateFile.reason(e));
    }
  }

  /**
   * Gives each call of a file, in order.
   *
   * @throws BricklaneException {@code FILE_UNUSABLE} if the file is not there, or naming the line
   *     that is no call
   */
  static void read(Path file, Consumer<RecordedCall> each) {
    if (!Files.exists(file)) {
      throw PrivateFile.unusable(WHAT, file, "it does not exist");
    }
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          each.accept(RecordedCall.read(line));
        }
      }
    } catch (IllegalArgumentException e) {
      throw PrivateFile.unusable(WHAT, file, "line " + number + ": " + e.getMessage());
    } catch (MalformedInputException e) {
      throw PrivateFile.unusable(WHAT, file, "after line " + number + " it is not UTF-8");
    } catch (IOException e) {
      throw PrivateFile.unusable(WHAT, file, PrivateFile.reason(e));
    }
  }

  private static boolean endsWithLine(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      if (file.length() == 0) {
        return true;
      }
      file.seek(file.length() - 1);
      return file.read() == '\n';
    }
  }

  /**
   * Adds lines, each without its end.
   *
   * @throws BricklaneException {@code FILE_UNUSABLE} if they cannot be written
   */
  void add(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (lock) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw PrivateFile.unusable(WHAT, path, PrivateFile.reason(e));
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw PrivateFile.unusable(WHAT, path, PrivateFile.reason(e));
    }
  }
}
