/**
 * Tools that people have drive the packaged driver: pools, frameworks, query builders, shells. Each
 * test counts the model calls that the workspace has seen, not those that the driver tells of.
 */
package dev.bricklane.conformance.clients;
