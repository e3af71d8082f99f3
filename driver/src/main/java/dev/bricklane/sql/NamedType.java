package dev.bricklane.sql;

import org.jspecify.annotations.Nullable;

/**
 * An argument or a column in a definition. Immutable.
 *
 * @param name as written
 * @param type its SQL type as written; empty for the column of a view, whose query gives it
 * @param place index of its name in the file
 * @param standard what counts when it is not given, or null
 * @param remarks its comment, or null
 */
record NamedType(
    String name,
    String type,
    int place,
    @Nullable DefinedText standard,
    @Nullable String remarks) {}
