/**
 * The object {@code databricks}: models and SQL for scripts of any language, with {@link
 * dev.bricklane.scripting.Databricks} as its face.
 *
 * <p>Everything is a query over the driver's functions, through {@code java.sql} and the public
 * types of {@code dev.bricklane.jdbc} alone: so the window of calls, equal calls that are one,
 * caches, budgets, recordings and errors are the driver's. {@code ModelCalls} has the single calls,
 * {@code Parallel} those of many items, {@code Exchange} what follows one question of a {@code
 * Chat}; {@code Schema} is what a script wants of structured data.
 */
@NullMarked
package dev.bricklane.scripting;

import org.jspecify.annotations.NullMarked;
