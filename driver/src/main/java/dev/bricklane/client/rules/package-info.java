/**
 * What families of models want otherwise than chat completions say: a small class for each reason.
 * {@link dev.bricklane.client.rules.RequestRules} lists them.
 */
@NullMarked
package dev.bricklane.client.rules;

import org.jspecify.annotations.NullMarked;
