/**
 * A lean HTTP server with the shapes of a workspace: it costs little enough to measure clients
 * against, and counts what it sees. Imports nothing of Bricklane.
 */
package dev.bricklane.conformance.server;
