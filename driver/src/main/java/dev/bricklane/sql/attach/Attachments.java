package dev.bricklane.sql.attach;

import dev.bricklane.config.AttachedSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the attachment that is meant by a source's URL. */
public final class Attachments {
  private Attachments() {}

  /**
   * Makes the attachments of a connection; reaches none of them.
   *
   * @param files the folder below which alone files may be read
   */
  public static List<Attachment> of(List<AttachedSource> sources, Optional<Path> files) {
    return sources.stream().map(source -> of(source, files)).toList();
  }

  /** Makes one attachment: a folder of files, or a database. */
  static Attachment of(AttachedSource source, Optional<Path> files) {
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    return source.folder()
        ? new AttachedFolder(source, files, classes)
        : new SourceDatabase(source, classes);
  }
}
