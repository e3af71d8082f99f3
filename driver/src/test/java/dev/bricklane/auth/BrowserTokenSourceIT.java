package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bricklane.config.DriverConfig.SignIn.OAuthU2M;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.JdkTransport;
import dev.bricklane.http.Scheduler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by browser, with a browser that follows redirects and a workspace that checks. */
class BrowserTokenSourceIT {
  @TempDir Path folder;

  private Scheduler scheduler = Scheduler.shared();
  private final HttpClient browser =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
  private final List<CompletableFuture<HttpResponse<String>>> pages = new CopyOnWriteArrayList<>();
  private BrowserIdentityProvider workspace;
  private Path file;
  private UrlOpener opener = this::browse;
  private String scopes = "all-apis offline_access";
  private Duration patience = Duration.ofSeconds(60);
  private List<Integer> ports = OAuthU2M.USUAL_PORTS;

  @BeforeEach
  void open() throws IOException {
    workspace = new BrowserIdentityProvider();
    file = folder.resolve("made/for-it/tokens.json");
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @Test
  void signsInByCodeWithPkce() {
    AccessToken token = source().token();
    assertThat(token.value().reveal()).isEqualTo("token-1");
    assertThat(Duration.between(scheduler.now(), token.expiry()))
        .isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
    Map<String, String> asked = workspace.authorizations.get(0);
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "databricks-cli")
        .containsEntry("scope", "all-apis offline_access")
        .containsEntry("code_challenge_method", "S256");
    assertThat(asked.get("redirect_uri")).matches("http://localhost:80[234]\\d");
    assertThat(asked.get("state")).hasSizeGreaterThan(40);
    assertThat(workspace.grants.get(0))
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("client_id", "databricks-cli")
        .containsEntry("redirect_uri", asked.get("redirect_uri"));
    assertThat(workspace.grants.get(0).get("code_verifier")).matches("[A-Za-z0-9._~-]{43,128}");
    assertThat(pages.get(0).join().statusCode()).isEqualTo(200);
    assertThat(pages.get(0).join().body()).contains("You can close this window");
  }

  @Test
  void takesTheUsualEndpointsWithoutDiscovery() {
    workspace.discovers = false;
    assertThat(source().token().value().reveal()).isEqualTo("token-1");
  }

  @Test
  void asksForTheScopesThatAreSetAndNoOthers() {
    scopes = "all-apis";
    source().token();
    assertThat(workspace.authorizations.get(0)).containsEntry("scope", "all-apis");
  }

  @Test
  void refreshesWithoutAPerson() {
    TokenSource source = source();
    assertThatThrownBy(source::refresh).hasMessageContaining("somebody must sign in");
    assertThat(workspace.authorizations).isEmpty();
    source.token();
    assertThat(source.refresh().value().reveal()).isEqualTo("token-2");
    workspace.refreshTokens.clear();
    assertThatThrownBy(source::refresh).hasMessageContaining("somebody must sign in");
    assertThat(workspace.authorizations).hasSize(1);
    assertThat(source.token().value().reveal()).isEqualTo("token-4");
    assertThat(workspace.authorizations).hasSize(2);
  }

  /** A query goes on to its next row, which must not open the next window. */
  @Test
  void whoSaysNoIsNotAskedAgainForAMinute() {
    workspace.denial = "error_description=no";
    AtomicReference<Duration> elapsed = new AtomicReference<>(Duration.ZERO);
    scheduler = later(elapsed);
    TokenSource source = source();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(source::token).hasMessageContaining("access_denied: no");
    }
    elapsed.set(Duration.ofSeconds(59));
    assertThatThrownBy(source::token).hasMessageContaining("is not asked again for a minute");
    assertThat(workspace.authorizations).hasSize(1);
    workspace.denial = null;
    elapsed.set(Duration.ofSeconds(62));
    assertThat(source.token().value().reveal()).isEqualTo("token-1");
  }

  /** The workspace has taken the old refresh token by then, and the new one would be lost. */
  @Test
  @Timeout(60)
  void anInterruptDoesNotLoseARefreshTokenOnItsWay() throws Exception {
    source().token();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    workspace.beforeGrant =
        () -> {
          asked.countDown();
          answer.await();
        };
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread thread =
        new Thread(() -> {
          source().token();
          flag.set(Thread.currentThread().isInterrupted());
        });
    thread.start();
    asked.await();
    thread.interrupt();
    answer.countDown();
    thread.join();
    assertThat(flag.get()).isTrue();
    assertThat(file).content().contains("canary-refresh-2");
    source().token();
    assertThat(workspace.authorizations).hasSize(1);
  }

  /** On Linux a process loses its locks of a file when it closes any channel of it. */
  @Test
  @Timeout(60)
  void theLockHoldsWhileAnotherPartOfTheProcessWaits() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "this system has no /bin/sh");
    RefreshTokenFile kept = new RefreshTokenFile(file, "k");
    try (RefreshTokenFile.Locked locked = kept.lock(Duration.ofSeconds(9))) {
      assertThat(locked.read()).isNull();
      RefreshTokenFile again =
          new RefreshTokenFile(folder.resolve("made/../made/for-it/tokens.json"), "k");
      assertThatThrownBy(() -> again.lock(Duration.ofMillis(300)))
          .hasMessageContaining("is in use by another sign-in");
      assertThat(lockedForAnotherProcess()).isTrue();
    }
    assertThat(lockedForAnotherProcess()).isFalse();
  }

  private boolean lockedForAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                file + ".lock")
            .inheritIO()
            .start();
    return process.waitFor() == 1;
  }

  /** Ends with 1 if the file is locked. */
  static final class LockProbe {
    public static void main(String[] args) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
        System.exit(channel.tryLock() == null ? 1 : 0);
      }
    }
  }

  /** Else whoever waits would take it for a cancellation, and open the next window at once. */
  @Test
  void aListenerThatFailsIsNoCancellation() throws IOException {
    InetAddress local = InetAddress.getLoopbackAddress();
    try (ServerSocket failing =
        new ServerSocket(0, 1, local) {
          @Override
          public java.net.Socket accept() throws IOException {
            throw new IOException("Too many open files");
          }
        }) {
      RedirectListener listener = RedirectListener.on(failing, "s", scheduler);
      assertThat(codeOf(listener)).isEqualTo(ErrorCode.MISSING_CREDENTIALS);
    }
    RedirectListener closed = RedirectListener.open("s", OAuthU2M.USUAL_PORTS, scheduler);
    closed.close();
    assertThat(codeOf(closed)).isEqualTo(ErrorCode.CANCELLED);
  }

  private static ErrorCode codeOf(RedirectListener listener) {
    return catchThrowableOfType(
            BricklaneException.class, () -> InterruptibleWait.on(listener.code()))
        .code();
  }

  @Test
  void leavesAForeignFileAsItIs() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "this system has no file modes");
    file = Files.writeString(folder.resolve("precious.json"), "{\"mine\":1}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertFails(ErrorCode.FILE_UNUSABLE, "is no file of refresh tokens");
    assertThat(mode(file)).isEqualTo("rw-rw-r--");
    file = Files.createDirectory(folder.resolve("a-folder"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertFails(ErrorCode.FILE_UNUSABLE, "is no file of refresh tokens");
    assertThat(mode(file)).isEqualTo("rwxr-xr-x");
  }

  private static Scheduler later(AtomicReference<Duration> elapsed) {
    Scheduler shared = Scheduler.shared();
    return new Scheduler() {
      @Override
      public Instant now() {
        return shared.now().plus(elapsed.get());
      }

      @Override
      public long nanoTime() {
        return shared.nanoTime();
      }

      @Override
      public Delayed after(Duration delay, Runnable task) {
        return shared.after(delay, task);
      }

      @Override
      public void background(Runnable task) {
        shared.background(task);
      }
    };
  }

  @Test
  void asksThePersonOnce() {
    source().token();
    TokenSource next = source();
    assertThat(next.token().value().reveal()).isEqualTo("token-2");
    assertThat(next.token().value().reveal()).isEqualTo("token-3");
    assertThat(workspace.authorizations).hasSize(1);
    assertThat(workspace.grants.get(2))
        .isEqualTo(
            Map.of(
                "grant_type", "refresh_token",
                "client_id", "databricks-cli",
                "refresh_token", "canary-refresh-2"));
  }

  @Test
  void remembersInMemoryWithoutAFile() {
    file = null;
    TokenSource source = source();
    source.token();
    assertThat(source.token().value().reveal()).isEqualTo("token-2");
    source().token();
    assertThat(workspace.authorizations).hasSize(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keepsTheRefreshTokenToItsOwner() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "this system has no file modes");
    source().token();
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("made"))).isEqualTo("rwx------");
    assertThat(mode(file.getParent())).isEqualTo("rwx------");
    assertThat(Files.readString(file)).contains("canary-refresh-1").doesNotContain("token-1\"");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    source().token();
    assertThat(mode(file)).isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("tokens.json", "tokens.json.lock");
    }
  }

  @Test
  void keepsOneForEachWorkspaceClientAndScopes() throws IOException {
    source().token();
    scopes = "sql offline_access";
    source().token();
    try (BrowserIdentityProvider other = new BrowserIdentityProvider()) {
      source(other.uri()).token();
      assertThat(other.authorizations).hasSize(1);
      assertThat(other.grants).noneMatch(grant -> grant.containsKey("refresh_token"));
    }
    assertThat(workspace.authorizations).hasSize(2);
    scopes = "offline_access all-apis";
    source().token();
    assertThat(workspace.authorizations).hasSize(2);
  }

  @Test
  void beginsAnewWhenTheRefreshTokenIsRefused() {
    source().token();
    workspace.refreshTokens.clear();
    TokenSource source = source();
    assertThat(source.token().value().reveal()).isEqualTo("token-3");
    assertThat(workspace.authorizations).hasSize(2);
    assertThat(source.token().value().reveal()).isEqualTo("token-4");
  }

  @Test
  void partsOfOneProcessTakeTurns() {
    source().token();
    List<CompletableFuture<String>> tokens =
        List.of(1, 2, 3).stream()
            .map(i -> CompletableFuture.supplyAsync(() -> source().token().value().reveal()))
            .toList();
    assertThat(tokens.stream().map(CompletableFuture::join))
        .containsExactlyInAnyOrder("token-2", "token-3", "token-4");
    assertThat(workspace.authorizations).hasSize(1);
  }

  @Test
  void anInterruptEndsTheWaitForAnotherProcess() throws Exception {
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
            FileChannel.open(
                file.resolveSibling("tokens.json.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertCancelledByInterrupt(new CountDownLatch(0));
    }
    assertThat(workspace.authorizations).isEmpty();
  }

  @Test
  @Timeout(60)
  void anInterruptEndsTheWaitForThePerson() throws Exception {
    // One that no other test opens meanwhile.
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      ports = List.of(free.getLocalPort());
    }
    CountDownLatch opened = new CountDownLatch(1);
    opener =
        uri -> {
          opened.countDown();
          return CompletableFuture.completedFuture(null);
        };
    assertCancelledByInterrupt(opened);
    // The listener is gone: its port can be had as soon as the thread in accept() has let go of it.
    while (!isFree(ports.get(0))) {
      Thread.onSpinWait();
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (BindException taken) {
      return false;
    }
  }

  @Test
  @Timeout(60)
  void whoeverGivesUpLeavesTheWayFreeForTheNext() throws Exception {
    patience = Duration.ofMinutes(30);
    CountDownLatch opened = new CountDownLatch(1);
    opener =
        uri -> {
          opened.countDown();
          return CompletableFuture.completedFuture(null);
        };
    CompletableFuture<AccessToken> first = new CachedTokenSource(source(), scheduler).request();
    opened.await();
    first.cancel(true);
    opener = this::browse;
    assertThat(source().token().value().reveal()).isEqualTo("token-1");
  }

  @Test
  void takesTheNextPortThatIsFree() throws IOException {
    try (RedirectListener one = RedirectListener.open("s", OAuthU2M.USUAL_PORTS, scheduler);
        RedirectListener two = RedirectListener.open("s", OAuthU2M.USUAL_PORTS, scheduler)) {
      assertThat(one.redirectUri()).isNotEqualTo(two.redirectUri());
      int taken = URI.create(one.redirectUri()).getPort();
      assertThatThrownBy(() -> RedirectListener.open("s", List.of(taken), scheduler))
          .hasMessageContaining("these are taken: [" + taken);
    }
  }

  @Test
  void refusesAnAnswerWithAnotherState() {
    workspace.forgedState = "guessed";
    patience = Duration.ofSeconds(1);
    assertFails(ErrorCode.BAD_CREDENTIALS, "Nobody signed in at 127.0.0.1 in the browser within 1");
    assertThat(pages.get(0).join().statusCode()).isEqualTo(404);
    assertThat(workspace.grants).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost:%d\r\n\r\n",
        "GET /?state=s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n",
        "POST /?state=s&code=c HTTP/1.1\r\nHost: localhost:%d\r\n\r\n",
        "GET /?state=s&code=c HTTP/1.1\r\nHost: evil.example:%d\r\n\r\n",
        "GET /?state=s&code=c HTTP/1.1\r\n\r\n",
        "GET /favicon.ico HTTP/1.1\r\nHost: localhost:%d\r\n\r\n",
      })
  void passesOverWhatIsNoAnswer(String request) throws IOException {
    try (RedirectListener listener = RedirectListener.open("s", OAuthU2M.USUAL_PORTS, scheduler)) {
      assertThat(ask(listener, request)).startsWith("HTTP/1.1 404 ");
      assertThat(listener.code()).isNotDone();
      assertThat(ask(listener, "GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ");
      assertThat(listener.code().join()).isEqualTo("c");
    }
  }

  @Test
  void saysThatThePersonWasRefused() {
    workspace.denial = "error_description=Not+for+you%0Aat+all";
    assertFails(ErrorCode.BAD_CREDENTIALS, "was refused: access_denied: Not for you at all");
  }

  @Test
  void saysThatTheCodeWasRefusedWithoutShowingIt() {
    workspace.tokenError =
        "{\"error\":\"invalid_grant\",\"error_description\":\"bad code canary-code-1\"}";
    BricklaneException e = assertFails(ErrorCode.BAD_CREDENTIALS, "invalid_grant");
    assertThat(e).hasMessageNotContaining("canary");
  }

  @Test
  void saysThatTheBrowserCannotBeOpened() {
    opener = CommandOpener.parse("/no/such/browser --new-window");
    assertFails(ErrorCode.MISSING_CREDENTIALS, "the command /no/such/browser cannot be started");
    opener = new DesktopOpener("Linux", Map.of());
    assertFails(ErrorCode.MISSING_CREDENTIALS, "there is no display here. Sign in on this machine");
  }

  @Test
  void opensByACommandWhoseLastArgumentIsTheUrl() throws IOException {
    Path script = script("echo \"$#\" \"$1\" >" + folder.resolve("seen") + "; exit 3");
    opener = CommandOpener.parse("\"" + script + "\" --new-window");
    assertFails(ErrorCode.MISSING_CREDENTIALS, "ended with status 3");
    assertThat(folder.resolve("seen")).hasContent("2 --new-window");
  }

  @Test
  void refusesAFileOfSomebodyElse() throws IOException {
    file = Files.writeString(folder.resolve("precious.json"), "{\"mine\":1}");
    assertFails(ErrorCode.FILE_UNUSABLE, "is no file of refresh tokens");
    Files.writeString(file, "not json");
    assertFails(ErrorCode.FILE_UNUSABLE, "is no file of refresh tokens");
    assertThat(file).hasContent("not json");
    assertThat(workspace.authorizations).isEmpty();
  }

  private void assertCancelledByInterrupt(CountDownLatch ready) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(() -> {
          try {
            source().token();
          } catch (BricklaneException e) {
            thrown.set(e);
          }
        });
    thread.start();
    ready.await();
    thread.interrupt();
    thread.join();
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  private BricklaneException assertFails(ErrorCode code, String message) {
    BricklaneException e = catchThrowableOfType(BricklaneException.class, () -> source().token());
    assertThat(e).hasMessageContaining(message);
    assertThat(e.code()).isEqualTo(code);
    return e;
  }

  private TokenSource source() {
    return source(workspace.uri());
  }

  private TokenSource source(URI base) {
    return new BrowserTokenSource(
        base,
        new OAuthU2M(
            "databricks-cli", scopes, Optional.ofNullable(file), Optional.empty(), ports, patience),
        new SignInCalls(new JdkTransport(Duration.ofSeconds(5), scheduler), Duration.ofSeconds(30)),
        scheduler,
        opener);
  }

  private CompletableFuture<Void> browse(URI page) {
    pages.add(browser.sendAsync(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()));
    return CompletableFuture.completedFuture(null);
  }

  private static String ask(RedirectListener listener, String request) throws IOException {
    int port = URI.create(listener.redirectUri()).getPort();
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.formatted(port).getBytes());
      return new String(socket.getInputStream().readAllBytes());
    }
  }

  private Path script(String line) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "this system has no /bin/sh");
    Path script = Files.writeString(folder.resolve("a browser"), "#!/bin/sh\n" + line + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
