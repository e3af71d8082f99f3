/**
 * Benchmarks through the public face: the packaged jar in JVMs of its own, a server in another, and
 * beside it a loop written by hand over {@code java.net.http}. Start at {@link
 * dev.bricklane.conformance.bench.Benchmarks}.
 */
package dev.bricklane.conformance.bench;
