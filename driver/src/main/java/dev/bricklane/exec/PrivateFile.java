package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that hold prompts or answers: made for their owner alone, where the system knows owners.
 */
final class PrivateFile {
  private static final String OWNER_ONLY = "rw-------";

  private PrivateFile() {}

  /**
   * Makes sure that there is a file which can be read and written; a new one is empty and its
   * owner's alone. What is there is not changed.
   *
   * @param what the file is called in errors, such as {@code cache file}
   * @return the one path by which this file is known, whatever link or folder it was named by
   * @throws BricklaneException {@code FILE_UNUSABLE}
   */
  static Path ensure(Path file, String what) {
    Path path = file.toAbsolutePath().normalize();
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unusable(what, file, "its folder does not exist");
    }
    try {
      if (!Files.exists(path)) {
        create(path);
      }
      if (!Files.isRegularFile(path)) {
        throw unusable(what, file, "it is not a file");
      }
      if (!Files.isReadable(path) || !Files.isWritable(path)) {
        throw unusable(what, file, "it may not be read and written");
      }
      return path.toRealPath();
    } catch (IOException e) {
      throw unusable(what, file, reason(e));
    }
  }

  private static void create(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(path, attributes);
    } catch (FileAlreadyExistsException another) {
      // Another process was faster, and made it the same way.
    }
  }

  static BricklaneException unusable(String what, Path file, String reason) {
    return new BricklaneException(
        ErrorCode.FILE_UNUSABLE, "The " + what + " " + file + " cannot be used: " + reason);
  }

  /** Returns an I/O error in words; the file's name alone, which some are, is none. */
  static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ", " + e.getMessage());
  }
}
