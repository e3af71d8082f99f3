package dev.bricklane.sql.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is a table.
 *
 * @param path where it lies
 * @param table its name without the endings that say its format
 * @param compressed whether by gzip
 * @param shown its path below the attached folder, for people
 */
record DataFile(Path path, String table, FileFormat format, boolean compressed, String shown) {

  /** Returns a file by its name, or null if it is in no format that is read, or hidden. */
  static @Nullable DataFile of(Path path, String shown) {
    String name = path.getFileName().toString();
    if (isHidden(name)) {
      return null;
    }
    for (FileFormat format : FileFormat.values()) {
      int length = format.nameLength(name);
      if (length > 0) {
        return new DataFile(
            path, name.substring(0, length), format, FileFormat.isCompressed(name), shown);
      }
    }
    return null;
  }

  /** Returns whether a file or folder of that name is for programs, as {@code _SUCCESS} is. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
