package dev.bricklane.conformance.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Wall clock and CPU of this process, from the first call to the last row. */
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();

  private final long compiling = COMPILERS.getTotalCompilationTime();
  private final long cpu = SYSTEM.getProcessCpuTime();
  private final long begin = System.nanoTime();
  private long first;

  /** Notes that a row has come. */
  void row() {
    if (first == 0) {
      first = System.nanoTime();
    }
  }

  /** Tells the CPU time so far, compilers and collectors included, in seconds. */
  String cpuSeconds() {
    return String.format(Locale.ROOT, "%.3f", (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
  }

  /** Ends the run, and tells it. */
  String stop(long rows) {
    long end = System.nanoTime();
    long used = SYSTEM.getProcessCpuTime() - cpu;
    return String.format(
        Locale.ROOT,
        "rows=%d seconds=%.6f first_ms=%.3f cpu_us=%.3f compile_ms=%d",
        rows,
        (end - begin) / 1e9,
        (first - begin) / 1e6,
        used / 1e3,
        COMPILERS.getTotalCompilationTime() - compiling);
  }
}
