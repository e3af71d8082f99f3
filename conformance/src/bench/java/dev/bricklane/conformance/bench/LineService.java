package dev.bricklane.conformance.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The far side of a {@link WorkerProcess}: answers each line of standard input with one line. */
final class LineService {
  /** Begins each answer, so that what libraries print is no answer. */
  static final String MARK = "@ ";

  private LineService() {}

  /** What is done for a line. */
  @FunctionalInterface
  interface Job {
    /** Returns facts as {@code name=value name=value}. */
    String run(Facts order) throws Exception;
  }

  static void serve(Job job) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String answer;
      try {
        answer = job.run(Facts.parse(line));
      } catch (Exception e) {
        answer = "failed=" + Facts.word(e);
        e.printStackTrace();
      }
      System.out.println(MARK + answer);
      System.out.flush();
    }
  }
}
