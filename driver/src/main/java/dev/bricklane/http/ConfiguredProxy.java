package dev.bricklane.http;

import dev.bricklane.config.DriverConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends calls through one proxy, but for this machine's own and for hosts on a list. */
final class ConfiguredProxy extends ProxySelector {
  private final Supplier<InetSocketAddress> address;
  private final @Nullable Pattern ignored;

  /**
   * Makes one.
   *
   * @param address asked for each connection
   */
  ConfiguredProxy(DriverConfig.Proxy proxy, Supplier<InetSocketAddress> address) {
    this.address = address;
    this.ignored =
        proxy.ignore().isEmpty()
            ? null
            : Pattern.compile(
                proxy.ignore().stream()
                    .map(host ->
                        Pattern.compile("\\*")
                            .splitAsStream(host + " ")
                            .map(part -> Pattern.quote(part.strip()))
                            .collect(Collectors.joining(".*")))
                    .collect(Collectors.joining("|")));
  }

  @Override
  public List<Proxy> select(URI uri) {
    return goesDirect(uri)
        ? List.of(Proxy.NO_PROXY)
        : List.of(new Proxy(Proxy.Type.HTTP, address.get()));
  }

  boolean goesDirect(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return Loopback.isHost(host) || (ignored != null && ignored.matcher(host).matches());
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {}
}
