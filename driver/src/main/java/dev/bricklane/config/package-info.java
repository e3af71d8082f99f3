/**
 * Where settings come from and what they are: the connection properties, the JDBC URL, and their
 * resolution.
 *
 * <p>Imports {@code error} alone.
 */
@NullMarked
package dev.bricklane.config;

import org.jspecify.annotations.NullMarked;
