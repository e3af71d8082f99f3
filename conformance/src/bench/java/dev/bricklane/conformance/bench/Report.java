package dev.bricklane.conformance.bench;

import java.util.Locale;

/** A table that grows line by line while the benchmarks run. */
final class Report {
  private static final String LINE = "%-52s %12s  %-26s %7s  %-8s %s%n";

  private int lost;

  /** Whether a larger ratio is better, or a smaller one. */
  enum Better {
    MORE,
    LESS
  }

  void head(String title) {
    System.out.printf("%n%s%n", title);
    System.out.printf(LINE, "scenario", "ours", "against", "ratio", "goal", "");
  }

  /** Writes a line and judges the ratio of ours to the other by the goal. */
  void line(
      String scenario,
      double ours,
      String unit,
      String other,
      double against,
      Better better,
      double goal) {
    double ratio = ours / against;
    boolean good = better == Better.MORE ? ratio >= goal : ratio <= goal;
    lost += good ? 0 : 1;
    System.out.printf(
        LINE,
        scenario,
        figure(ours) + " " + unit,
        other + " " + figure(against),
        String.format(Locale.ROOT, "%.3f", ratio),
        (better == Better.MORE ? ">= " : "<= ") + figure(goal),
        good ? "pass" : "LOSES");
  }

  /** Writes a line that has no goal. */
  void fact(String scenario, double ours, String unit, String other) {
    System.out.printf(LINE, scenario, figure(ours) + " " + unit, other, "", "", "");
  }

  /** Writes that a run did not come to its end. */
  void failed(String scenario, String failure) {
    lost++;
    System.out.printf(LINE, scenario, "failed", failure, "", "", "LOSES");
  }

  void note(String text) {
    System.out.println(text);
  }

  int lost() {
    return lost;
  }

  static String figure(double value) {
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
