package dev.bricklane.client;

/**
 * A piece of an answer that is still coming. Immutable.
 *
 * @param text what is added to the text; empty if nothing
 * @param reasoning what is added to the readable reasoning; empty if nothing
 */
public record ChatDelta(String text, String reasoning) {}
