package dev.bricklane.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on loopback that passes what it is sent on to another port, and back. */
abstract class LoopbackPipe implements AutoCloseable {
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  LoopbackPipe(ServerSocket listener) {
    this.listener = listener;
    start(this::listen);
  }

  /**
   * Begins with a connection.
   *
   * @return where to pass it on to; null to end it
   */
  abstract Socket begin(Socket client) throws IOException;

  /** Looks at what passes, in either direction. */
  void sees(byte[] piece, int length) {}

  int port() {
    return listener.getLocalPort();
  }

  static Socket to(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private void listen() {
    while (true) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket target = begin(client)) {
      if (target == null) {
        return;
      }
      sockets.add(target);
      Thread back = start(() -> copy(target, client));
      copy(client, target);
      back.join();
    } catch (IOException | InterruptedException e) {
      // The client sees what became of its connection.
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[8192];
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        sees(piece, length);
        out.write(piece, 0, length);
        out.flush();
      }
    } catch (IOException ended) {
      // As below.
    }
    try {
      from.close();
      to.close();
    } catch (IOException e) {
      // There is nothing left to close.
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "pipe");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
