/**
 * Attached sources: databases (and folders) whose tables are shown as those of a catalog, what of a
 * query they work out themselves, and how their rows are read.
 *
 * <p>Knows Calcite, and nothing of model calls. Imports {@code error}, {@code config} and {@code
 * sql.files}.
 */
@NullMarked
package dev.bricklane.sql.attach;

import org.jspecify.annotations.NullMarked;
