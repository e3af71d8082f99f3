/**
 * A JSR-223 script engine: Groovy, in which {@code databricks} is bound to where {@code
 * BRICKLANE_URL} says, else to what the environment and profile give.
 *
 * <p>Imports the binding, Groovy's core (what Groovy 3.0 and later have in common; Groovy's own
 * engine is not needed) and {@code javax.script}.
 *
 * <p>An engine that is dropped leaves nothing behind. Groovy as a whole does when it lives in a
 * class loader that is dropped: facts about the JDK's classes, unless {@code
 * -Dgroovy.use.classvalue=false} is given; and {@link java.sql.DriverManager} keeps every driver
 * until the host deregisters it.
 */
@NullMarked
package dev.bricklane.scripting.engine;

import org.jspecify.annotations.NullMarked;
