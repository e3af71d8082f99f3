package dev.bricklane.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/** TLS before a server without it. */
final class TlsFront extends LoopbackPipe {
  private final int target;

  TlsFront(SSLContext tls, int target) throws IOException {
    super(
        tls.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    this.target = target;
  }

  @Override
  Socket begin(Socket client) throws IOException {
    return to(target);
  }
}
