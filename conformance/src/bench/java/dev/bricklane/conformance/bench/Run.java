package dev.bricklane.conformance.bench;

/**
 * What one run of a side took.
 *
 * @param rows answers that came
 * @param seconds from the first call to the last row
 * @param firstMillis until the first row
 * @param cpuMicros CPU time of the client's process, its compilers included
 * @param compileMillis how long its compilers worked
 * @param calls HTTP calls that the server saw
 * @param peak the most in flight that it saw
 * @param failure what ended it early; empty if nothing did
 */
record Run(
    long rows,
    double seconds,
    double firstMillis,
    double cpuMicros,
    long compileMillis,
    long calls,
    int peak,
    String failure) {
  double rate() {
    return rows / seconds;
  }

  double cpuPerRow() {
    return cpuMicros / Math.max(1, rows);
  }
}
