package dev.bricklane.conformance.server;

/**
 * What a server has seen since its counts began.
 *
 * @param calls model calls that arrived, refused ones included
 * @param refused those that were refused
 * @param peak the most that waited for their answers at once
 */
public record Counts(long calls, long refused, int peak) {}
