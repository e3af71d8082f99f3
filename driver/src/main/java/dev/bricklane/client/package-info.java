/**
 * The authenticated client for a workspace's models, and its pool.
 *
 * <p>Imports {@code error}, {@code config}, {@code http} and {@code auth}. No type of a JSON
 * library is in its public face.
 */
@NullMarked
package dev.bricklane.client;

import org.jspecify.annotations.NullMarked;
