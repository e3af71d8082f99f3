package dev.bricklane.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which host names are allowed, and which are this machine's own. No name is ever looked up. */
public final class HostName {
  private static final int LONGEST = 253;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

  private HostName() {}

  /** Returns the name in lower case, if it is a host name, an IPv4 or a bracketed IPv6 address. */
  static String check(String text) throws InvalidValueException {
    String host = Ascii.lowerCase(text);
    if (host.isEmpty()) {
      throw new InvalidValueException("must have a host name");
    }
    boolean valid =
        host.startsWith("[") ? isIpv6(host) : host.length() <= LONGEST && isNameOrIpv4(host);
    if (!valid) {
      throw new InvalidValueException(
          "must be a host name of letters, digits, hyphens and dots, an IPv4 address, or an IPv6"
              + " address in brackets");
    }
    return host;
  }

  /** Returns whether a host is a name or an address as {@link #check} wants it. */
  public static boolean isValid(@Nullable String host) {
    return checked(host).isPresent();
  }

  /**
   * Returns whether a host is {@code localhost}, in 127.0.0.0/8, or {@code ::1} in brackets,
   * however the address is written; false for what is no host at all.
   */
  public static boolean isLoopback(@Nullable String host) {
    return checked(host)
        .filter(known ->
            known.equals("localhost")
                || (isAddress(known)
                    && address(known).map(InetAddress::isLoopbackAddress).orElse(false)))
        .isPresent();
  }

  private static Optional<String> checked(@Nullable String host) {
    try {
      return host == null ? Optional.empty() : Optional.of(check(host));
    } catch (InvalidValueException noHost) {
      return Optional.empty();
    }
  }

  /** Returns whether two checked hosts are the same, whichever way an address is written. */
  static boolean same(String one, String other) {
    return one.equals(other)
        || (isAddress(one) && isAddress(other) && address(one).equals(address(other)));
  }

  private static boolean isNameOrIpv4(String host) {
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    // A name whose last label begins with a digit is read as a number by some resolvers: 127.1.
    return Ascii.isLetter(labels[labels.length - 1].charAt(0)) || isIpv4(labels);
  }

  private static boolean isIpv4(String[] labels) {
    if (labels.length != 4) {
      return false;
    }
    for (String label : labels) {
      if (!OCTET.matcher(label).matches() || Integer.parseInt(label) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String host) {
    return IPV6.matcher(host).matches() && host.indexOf(':') > 0 && address(host).isPresent();
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[") || Ascii.isDigit(host.charAt(host.lastIndexOf('.') + 1));
  }

  /** Reads an address; the JDK asks no name server for one in brackets or in four numbers. */
  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }
}
