package dev.bricklane.client;

/**
 * A pool at one moment. Immutable.
 *
 * @param active clients in use
 * @param idle clients free
 * @param waiting calls that wait for a client
 * @param total clients there are
 * @param maximum the most clients there may be
 */
public record PoolStats(int active, int idle, int waiting, int total, int maximum) {}
