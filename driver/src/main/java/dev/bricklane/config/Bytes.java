package dev.bricklane.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: plain bytes, or {@code 512KiB}, {@code 64MiB}, {@code 1GiB}. */
final class Bytes {
  static final long KIB = 1024;
  static final long MIB = 1024 * KIB;
  static final long GIB = 1024 * MIB;

  /** Nine digits of GiB still fit a long in bytes. */
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s?(kib|mib|gib)");

  private static final Pattern PLAIN = Pattern.compile("[0-9]{1,18}");

  private Bytes() {}

  /** Returns the bytes that the text means, or -1 if it is no size. */
  static long parse(String text) {
    if (PLAIN.matcher(text).matches()) {
      return Long.parseLong(text);
    }
    Matcher form = FORM.matcher(Ascii.lowerCase(text));
    if (!form.matches()) {
      return -1;
    }
    return Long.parseLong(form.group(1)) * unit(form.group(2));
  }

  /** Writes a size in its largest whole unit, such as {@code 64 MiB}. */
  static String format(long bytes) {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      long size = unit(Ascii.lowerCase(unit));
      if (bytes > 0 && bytes % size == 0) {
        return bytes / size + " " + unit;
      }
    }
    return bytes + " bytes";
  }

  private static long unit(String name) {
    return switch (name) {
      case "gib" -> GIB;
      case "mib" -> MIB;
      default -> KIB;
    };
  }
}
