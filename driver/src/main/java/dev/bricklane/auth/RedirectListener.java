package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Redactor;
import dev.bricklane.http.Scheduler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Waits on this machine for the browser that comes back from signing in.
 *
 * <p>It listens on 127.0.0.1 alone, and takes the first answer that bears the state it was made
 * with; all else, such as a page that guesses, gets an error page. Thread-safe; close it.
 */
final class RedirectListener implements AutoCloseable {
  private static final int LONGEST_REQUEST = 16 * 1024;
  private static final int READ_TIMEOUT_MILLIS = 5_000;
  private static final int LONGEST_TEXT = 300;

  private final ServerSocket socket;
  private final String state;
  private final Scheduler scheduler;
  private final CompletableFuture<String> code = new CompletableFuture<>();

  private RedirectListener(ServerSocket socket, String state, Scheduler scheduler) {
    this.socket = socket;
    this.state = state;
    this.scheduler = scheduler;
  }

  /** Listens on the first of some ports that is free. */
  static RedirectListener open(String state, List<Integer> ports, Scheduler scheduler) {
    for (int port : ports) {
      try {
        InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return on(new ServerSocket(port, 16, local), state, scheduler);
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    throw new BricklaneException(
        ErrorCode.MISSING_CREDENTIALS,
        "Signing in by browser needs a free port of 127.0.0.1, where the browser comes back to, and"
            + " these are taken: "
            + ports);
  }

  /** Listens on a socket, which becomes its own. */
  static RedirectListener on(ServerSocket socket, String state, Scheduler scheduler) {
    RedirectListener listener = new RedirectListener(socket, state, scheduler);
    scheduler.background(listener::accept);
    return listener;
  }

  String redirectUri() {
    return "http://localhost:" + socket.getLocalPort();
  }

  /** What the browser brings: the authorisation code, or the error of who signs people in. */
  CompletableFuture<String> code() {
    return code;
  }

  private void accept() {
    try {
      while (true) {
        Socket browser = socket.accept();
        // Each by itself: browsers open connections ahead, on which nothing comes.
        scheduler.background(() -> serve(browser));
      }
    } catch (IOException | RejectedExecutionException e) {
      code.completeExceptionally(
          socket.isClosed()
              ? new BricklaneException(ErrorCode.CANCELLED, "Signing in by browser was ended")
              : new BricklaneException(
                  ErrorCode.MISSING_CREDENTIALS,
                  "Signing in by browser failed, as this machine takes no connection from it: "
                      + e.getClass().getSimpleName()));
    }
  }

  private void serve(Socket browser) {
    try (browser) {
      browser.setSoTimeout(READ_TIMEOUT_MILLIS);
      String[] request = head(new BufferedInputStream(browser.getInputStream())).split("\r\n");
      Map<String, String> query = query(request[0]);
      boolean ours = comesHere(request) && isState(query.get("state"));
      String given = query.get("code");
      String error = query.get("error");
      if (!ours || (given == null && error == null)) {
        answer(browser, "404 Not Found", "This is no answer to a sign-in that Bricklane began.");
      } else if (error != null) {
        answer(browser, "200 OK", "Signing in was refused. You can close this window.");
        code.completeExceptionally(refused(error, query.get("error_description")));
      } else {
        answer(browser, "200 OK", "Bricklane is signed in. You can close this window.");
        code.complete(given);
      }
    } catch (IOException gone) {
      // The browser may try again.
    }
  }

  private static BricklaneException refused(String error, @Nullable String description) {
    String said = error + (description == null ? "" : ": " + description.strip());
    String line = Redactor.redact(said).replaceAll("[\\s\\p{Cntrl}]+", " ");
    return new BricklaneException(
        ErrorCode.BAD_CREDENTIALS,
        "Signing in by browser was refused: "
            + (line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line));
  }

  private boolean isState(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the browser asked for this machine by its own name, which a foreign page cannot. */
  private boolean comesHere(String[] request) {
    String port = ":" + socket.getLocalPort();
    for (int i = 1; i < request.length; i++) {
      String line = request[i].toLowerCase(Locale.ROOT).replace(" ", "");
      if (line.startsWith("host:")) {
        return line.equals("host:localhost" + port) || line.equals("host:127.0.0.1" + port);
      }
    }
    return false;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int next = in.read();
    while (next >= 0 && head.length() < LONGEST_REQUEST) {
      head.append((char) next);
      if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
      next = in.read();
    }
    throw new IOException("no request");
  }

  private static Map<String, String> query(String line) throws IOException {
    String[] words = line.split(" ");
    int mark = words.length == 3 ? words[1].indexOf('?') : -1;
    Map<String, String> fields = new HashMap<>();
    if (mark < 0 || !words[0].equals("GET")) {
      return fields;
    }
    for (String field : words[1].substring(mark + 1).split("&")) {
      String[] pair = field.split("=", 2);
      try {
        fields.put(
            URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
            pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      } catch (IllegalArgumentException notEncoded) {
        throw new IOException(notEncoded);
      }
    }
    return fields;
  }

  private static void answer(Socket browser, String status, String text) throws IOException {
    byte[] page =
        ("<!doctype html><meta charset=utf-8><title>Bricklane</title><p>" + text + "\n")
            .getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
            + page.length
            + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer"
            + "\r\nConnection: close\r\n\r\n";
    browser.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    browser.getOutputStream().write(page);
    browser.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
