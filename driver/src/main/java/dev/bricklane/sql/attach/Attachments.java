package dev.bricklane.sql.attach;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.List;

/** Makes the attachment that is meant by a source's URL. */
public final class Attachments {
  private Attachments() {}

  /** Makes the attachments of a connection; reaches none of them. */
  public static List<Attachment> of(List<AttachedSource> sources) {
    return sources.stream().map(Attachments::of).toList();
  }

  /** Makes one attachment: a folder of files, or a database. */
  static Attachment of(AttachedSource source) {
    if (source.folder()) {
      throw new BricklaneException(
          ErrorCode.UNSUPPORTED, "The source " + source.name() + " is a folder of files");
    }
    return new SourceDatabase(source, Thread.currentThread().getContextClassLoader());
  }
}
