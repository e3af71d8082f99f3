package dev.bricklane.sql.attach;

import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.schema.Schema;

/**
 * An attached source, as the planner and the metadata see it: a catalog. Making one reaches
 * nothing; what is behind it is read when somebody asks. Thread-safe.
 */
public interface Attachment {
  /** Returns the catalog's name. */
  String name();

  /**
   * Returns the catalog for the planner: its schemas, and the tables of its default schema as its
   * own. Looking a name up fails with {@code BricklaneException} if the source cannot be read.
   */
  Schema schema();

  /**
   * Returns the names of the schemas, the default one first. Never fails: without the source, the
   * list is empty.
   */
  List<String> schemas();

  /** Has the source looked at again when somebody asks next, as it may have changed. */
  default void refresh() {}

  /**
   * Answers a question of metadata that needs the planner, as for the columns of a view. A source
   * that was down a moment ago fails in it without being asked again.
   */
  static <T> T forMetadata(Supplier<T> question) {
    return SourceDatabase.forMetadata(question);
  }

  /** Returns the tables; none, if the source cannot be read. */
  List<AttachedTable> tables();
}
