package dev.bricklane.client.rules;

/** Where a request goes. */
public enum Destination {
  /** Databricks' Model Serving. */
  SERVING,
  /** Databricks' AI Gateway. */
  GATEWAY,
  /** A gateway or server of somebody else's, which has rules of its own. */
  ELSEWHERE
}
