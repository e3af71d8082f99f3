/**
 * A folder of CSV, JSON and Parquet files as tables of Calcite's: what lies there, of which types
 * its columns are, and reading it as it is asked for.
 *
 * <p>Imports {@code error}; {@code sql} imports this package, never the reverse.
 */
@NullMarked
package dev.bricklane.sql.files;

import org.jspecify.annotations.NullMarked;
