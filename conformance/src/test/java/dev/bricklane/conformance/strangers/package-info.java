/**
 * Strangers vouch for the wire: clients that others wrote talk to the embedded workspace, and the
 * driver talks to servers that others wrote. What both sides of Bricklane misunderstand alike, they
 * would not.
 */
package dev.bricklane.conformance.strangers;
