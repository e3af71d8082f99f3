/**
 * Large clients that others wrote, each in a process of its own with the packaged driver beside it:
 * Spark, JasperReports and JMeter, and Databricks' JDBC driver below. The tests see their answers
 * and what a workspace was asked.
 */
package dev.bricklane.conformance.heavy;
