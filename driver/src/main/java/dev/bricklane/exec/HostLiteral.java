package dev.bricklane.exec;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a URL's host is an address, and no name that somebody has to look up. Names of this
 * machine itself count as addresses; so does all that a C library might take for one, such as
 * {@code 0x7f.1}: no name ends in a number (RFC 3696, 2).
 */
final class HostLiteral {
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

  private static final Pattern THIS_MACHINE = Pattern.compile("(?:.*\\.)?localhost\\.?");

  private HostLiteral() {}

  static boolean is(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[")
        || ENDS_IN_A_NUMBER.matcher(lower).matches()
        || THIS_MACHINE.matcher(lower).matches();
  }
}
