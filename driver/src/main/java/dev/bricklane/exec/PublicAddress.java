package dev.bricklane.exec;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Whether an address is one of the public internet. Others are somebody's own network, and a URL in
 * a table must not make this machine ask there (IANA's registries of special-purpose addresses).
 */
final class PublicAddress {
  private PublicAddress() {}

  static boolean is(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    boolean special =
        first == 0
            || first == 10
            || first == 127
            || first >= 224
            || (first == 100 && second >= 64 && second < 128) // shared by carriers
            || (first == 192 && second == 0 && third == 0)
            || (first == 198 && (second == 18 || second == 19)); // benchmarks
    return !special;
  }

  private static boolean isPublic6(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean globalUnicast = (first & 0xe0) == 0x20;
    // 2002::/16 and 2001::/32 carry IPv4 addresses inside, which may be anybody's.
    boolean tunnel =
        first == 0x20 && (second == 0x02 || (second == 0x01 && bytes[2] == 0 && bytes[3] == 0));
    return globalUnicast && !tunnel;
  }
}
