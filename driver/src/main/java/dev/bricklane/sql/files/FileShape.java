package dev.bricklane.sql.files;

import java.util.List;

/**
 * What is known of a file before it is read: its columns, and what reading it needs.
 *
 * @param rows about how many rows it has
 * @param delimiter between fields, if they are delimited
 */
record FileShape(List<FileColumn> columns, double rows, char delimiter) {
  FileShape {
    columns = List.copyOf(columns);
  }
}
