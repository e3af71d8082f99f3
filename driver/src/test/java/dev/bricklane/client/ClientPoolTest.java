package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bricklane.auth.CompiledClasses;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Pool;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.LogCapture;
import dev.bricklane.http.ManualScheduler;
import dev.bricklane.http.Transport;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientPoolTest {
  private static final String CANARY = "canary-7f3a-token";
  private static final AtomicInteger HOSTS = new AtomicInteger();
  private static final Duration NEVER = Duration.ZERO;

  private final ManualScheduler scheduler = new ManualScheduler();
  private final URI base = URI.create("https://w" + HOSTS.incrementAndGet() + ".example");
  private final List<HttpCall> calls = new CopyOnWriteArrayList<>();
  private final List<ClosingTransport> transports = new ArrayList<>();
  private final List<ClientPool> handles = new ArrayList<>();
  private HttpReply answer = reply(200, "{}");

  private SignIn signIn = new SignIn.Pat(new Secret(CANARY));
  private Http http = new Http(Duration.ZERO, Duration.ofSeconds(60), 0, Optional.empty());
  private Pool pool = pool(2, 0);

  @AfterEach
  void closeHandles() {
    handles.forEach(ClientPool::close);
  }

  @Test
  void sharesOnePoolBetweenHandlesOfOneIdentity() {
    ClientPool one = open();
    pool = pool(50, 0);
    signIn = new SignIn.Pat(new Secret(CANARY));
    ClientPool other = open();
    try (Lease lease = one.borrow()) {
      assertThat(lease.client()).isNotNull();
      assertThat(other.stats()).isEqualTo(new PoolStats(1, 0, 0, 1, 50));
    }
    assertThat(other.stats()).isEqualTo(new PoolStats(0, 1, 0, 1, 50));
    assertThat(transports).hasSize(1);
  }

  @Test
  void separatesIdentities() {
    ClientPool one = open();
    signIn = new SignIn.Pat(new Secret("another"));
    ClientPool other = open();
    try (Lease lease = one.borrow()) {
      assertThat(lease.client()).isNotNull();
      assertThat(other.stats().active()).isZero();
    }
    assertThat(transports).hasSize(2);
  }

  /** Each of two applications in a JVM has its own, though they call it the same. */
  @Test
  void separatesSuppliersOfTheSameName(@TempDir Path folder) throws Exception {
    String source =
        "package acme; public class Tokens implements java.util.function.Supplier<String> {"
            + " public String get() { return \"t\"; } }";
    signIn = new SignIn.Supplied("acme.Tokens");
    ClassLoader one = CompiledClasses.loader(folder.resolve("one"), "acme.Tokens", source);
    ClassLoader other = CompiledClasses.loader(folder.resolve("other"), "acme.Tokens", source);
    CompiledClasses.in(one, this::open);
    CompiledClasses.in(other, this::open);
    assertThat(transports).hasSize(2);
    CompiledClasses.in(one, this::open);
    assertThat(transports).hasSize(2);
  }

  @Test
  void keepsEachHandlesOwnHttpSettings() {
    ClientPool one = open();
    http = new Http(Duration.ZERO, Duration.ofSeconds(7), 0, Optional.of("acme/2.0"));
    ClientPool other = open();
    for (ClientPool handle : List.of(one, other)) {
      try (Lease lease = handle.borrow()) {
        lease.client().endpoints().join();
      }
    }
    assertThat(calls)
        .extracting(HttpCall::timeout)
        .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(7));
    assertThat(calls.get(0).headers().get("User-Agent")).startsWith("bricklane/");
    assertThat(calls.get(1).headers().get("User-Agent")).startsWith("acme_bricklane/");
  }

  @Test
  void closesThePoolWithItsLastHandle() {
    ClientPool one = open();
    ClientPool other = open();
    one.close();
    one.close();
    assertThat(transports.get(0).closed).isFalse();
    other.borrow().close();
    other.close();
    assertThat(transports.get(0).closed).isTrue();
    assertThat(scheduler.waiting()).isZero();
    open().borrow().close();
    assertThat(transports).hasSize(2);
  }

  @Test
  void refusesEverythingAfterItsHandleIsClosed() {
    ClientPool one = open();
    open();
    one.close();
    assertFails(one::borrow, ErrorCode.CONNECTION_CLOSED, "closed");
    assertThat(one.ping(Duration.ZERO)).isCompletedExceptionally();
  }

  @Test
  void saysHowManyWaitAndWhyWhenAllClientsStayOut() {
    pool = pool(1, 0, Duration.ofMillis(20));
    ClientPool handle = open();
    try (Lease lease = handle.borrow()) {
      assertThat(lease.client()).isNotNull();
      CompletableFuture<Lease> late = handle.request();
      scheduler.advance(Duration.ofMillis(19));
      assertThat(late).isNotDone();
      scheduler.advance(Duration.ofMillis(1));
      assertThat(late).isCompletedExceptionally();
      Throwable failure = late.handle((none, thrown) -> thrown).join();
      assertCode(failure, ErrorCode.POOL_EXHAUSTED);
      assertThat(failure)
          .hasMessageContaining(
              "became free within 20 ms: 1 are in use, maximumPoolSize is 1, and 0 other calls wait");
    }
    handle.borrow().close();
  }

  @Test
  void servesThoseWhoWaitInTheirOrder() {
    pool = pool(1, 0);
    ClientPool handle = open();
    Lease first = handle.borrow();
    List<Integer> order = new ArrayList<>();
    List<CompletableFuture<Lease>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      CompletableFuture<Lease> request = handle.request();
      waiting.add(request);
      request.thenAccept(lease -> {
        order.add(number);
        lease.close();
      });
    }
    assertThat(handle.stats().waiting()).isEqualTo(5);
    waiting.get(2).cancel(true);
    first.close();
    scheduler.runBackground();
    assertThat(order).containsExactly(0, 1, 3, 4);
    assertThat(handle.stats()).isEqualTo(new PoolStats(0, 1, 0, 1, 1));
  }

  @Test
  void givesAClientBackThatCameTooLate() {
    pool = pool(1, 0);
    ClientPool handle = open();
    Lease first = handle.borrow();
    CompletableFuture<Lease> request = handle.request();
    first.close();
    request.cancel(true);
    scheduler.runBackground();
    assertThat(handle.stats().active()).isZero();
    handle.borrow().close();
  }

  @Test
  void growsToWhatOneOfItsHandlesAsksFor() {
    pool = pool(1, 0);
    ClientPool small = open();
    pool = pool(3, 0);
    ClientPool large = open();
    assertThat(borrowAll(large, 3)).hasSize(3);
    assertThat(small.stats().maximum()).isEqualTo(3);
  }

  @Test
  void anInterruptEndsTheWaitAndKeepsItsFlag() throws Exception {
    pool = pool(1, 0, NEVER);
    ClientPool handle = open();
    Lease lease = handle.borrow();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread waiter =
        thread(() -> {
          thrown.set(catchThrowable(handle::borrow));
          flag.set(Thread.currentThread().isInterrupted());
        });
    untilWaiting(handle, 1);
    waiter.interrupt();
    waiter.join();
    assertCode(thrown.get(), ErrorCode.CANCELLED);
    assertThat(flag.get()).isTrue();
    lease.close();
  }

  @Test
  void closingWakesThoseWhoWait() throws Exception {
    pool = pool(1, 0);
    ClientPool handle = open();
    Lease lease = handle.borrow();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiter = thread(() -> thrown.set(catchThrowable(handle::borrow)));
    untilWaiting(handle, 1);
    handle.close();
    waiter.join();
    assertCode(thrown.get(), ErrorCode.CONNECTION_CLOSED);
    lease.close();
  }

  @Test
  void aLeaseClosedTwiceGivesBackOneClient() {
    pool = pool(1, 0);
    ClientPool handle = open();
    Lease first = handle.borrow();
    first.close();
    Lease second = handle.borrow();
    first.close();
    assertThat(handle.stats().active()).isEqualTo(1);
    assertFails(first::client, ErrorCode.CONNECTION_CLOSED, "given back");
    second.close();
  }

  /** Whoever takes a client may be a timer's thread, which signing in itself may need. */
  @Test
  void takingAClientAsksNobody() {
    pool = pool(1, 0, Duration.ofMillis(20));
    signIn = new SignIn.OAuthM2M("client-1", new Secret(CANARY), "all-apis");
    ClientPool handle = open();
    handle.borrow().close();
    assertThat(handle.stats().total()).isEqualTo(1);
    assertThat(calls).isEmpty();
  }

  @Test
  void keepsNoIdleClientsThatCannotSignIn() {
    pool = pool(5, 3);
    signIn = new SignIn.OAuthM2M("client-1", new Secret(CANARY), "all-apis");
    answer = reply(401, "{\"error\":\"invalid_client\"}");
    ClientPool handle = open();
    scheduler.runBackground();
    assertThat(handle.stats().total()).isZero();
    assertThat(calls).isNotEmpty();
  }

  @Test
  void fillsUpToMinimumIdleInTheBackground() {
    pool = pool(5, 3);
    ClientPool handle = open();
    assertThat(handle.stats().total()).isZero();
    scheduler.runBackground();
    assertThat(handle.stats()).isEqualTo(new PoolStats(0, 3, 0, 3, 5));
  }

  @Test
  void letsIdleClientsGoDownToMinimumIdle() {
    pool = new Pool(5, 1, NEVER, Duration.ofMinutes(10), NEVER, NEVER, NEVER, false);
    ClientPool handle = open();
    borrowAll(handle, 4).forEach(Lease::close);
    passUpkeep(Duration.ofMinutes(9));
    assertThat(handle.stats().idle()).isEqualTo(4);
    passUpkeep(Duration.ofMinutes(2));
    assertThat(handle.stats().idle()).isEqualTo(1);
  }

  @Test
  void endsClientsAfterTheirLife() {
    pool = new Pool(5, 0, NEVER, NEVER, Duration.ofMinutes(30), NEVER, NEVER, false);
    ClientPool handle = open();
    borrowAll(handle, 2).forEach(Lease::close);
    Lease out = handle.borrow();
    // With its variation of 2.5 % a life of 30 min lasts 29 min 15 s at the least.
    passUpkeep(Duration.ofMinutes(29));
    assertThat(handle.stats().total()).isEqualTo(2);
    passUpkeep(Duration.ofMinutes(2));
    assertThat(handle.stats()).isEqualTo(new PoolStats(1, 0, 0, 1, 5));
    out.close();
    assertThat(handle.stats().total()).isZero();
  }

  @Test
  void checksIdleClientsByAPingAndNeverByAModelCall() {
    pool = new Pool(5, 0, NEVER, NEVER, NEVER, Duration.ofMinutes(2), NEVER, false);
    ClientPool handle = open();
    borrowAll(handle, 3).forEach(Lease::close);
    passUpkeep(Duration.ofMinutes(1));
    assertThat(calls).isEmpty();
    passUpkeep(Duration.ofMinutes(2));
    assertThat(calls)
        .extracting(HttpCall::line)
        .containsExactly("GET " + base + "/api/2.0/serving-endpoints/bricklane-ping");
    assertThat(handle.stats().idle()).isEqualTo(3);
    answer = reply(503, "");
    passUpkeep(Duration.ofMinutes(3));
    assertThat(handle.stats().idle()).isZero();
  }

  @Test
  void warnsOnceOfALeaseThatStaysOut() {
    pool = new Pool(2, 0, NEVER, NEVER, NEVER, NEVER, Duration.ofSeconds(30), false);
    ClientPool handle = open();
    try (LogCapture log = new LogCapture(LeakWatch.class.getName())) {
      handle.borrow().close();
      Lease leaked = handle.borrow();
      scheduler.advance(Duration.ofSeconds(29));
      assertThat(log.records()).isEmpty();
      scheduler.advance(Duration.ofMinutes(10));
      leaked.close();
      assertThat(log.records()).hasSize(1);
      LogRecord record = log.records().get(0);
      assertThat(record.getLevel()).isEqualTo(Level.WARNING);
      assertThat(record.getMessage()).contains("has been out for 30000 ms");
      assertThat(record.getThrown())
          .hasStackTraceContaining("warnsOnceOfALeaseThatStaysOut")
          .hasMessageContaining(Thread.currentThread().getName());
    }
  }

  @Test
  void showsItselfByJmxWhileOpen() throws Exception {
    pool = new Pool(3, 0, NEVER, NEVER, NEVER, NEVER, NEVER, true);
    ClientPool handle = open();
    Lease lease = handle.borrow();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName pattern = new ObjectName("dev.bricklane:type=Pool,name=" + base.getHost() + "#*");
    ObjectName name = server.queryNames(pattern, null).iterator().next();
    assertThat(server.getMBeanInfo(name).getAttributes())
        .extracting(MBeanAttributeInfo::getName)
        .containsExactlyInAnyOrder("Active", "Idle", "Waiting", "Total", "Maximum");
    assertThat(server.getAttribute(name, "Active")).isEqualTo(1);
    assertThat(server.getAttribute(name, "Maximum")).isEqualTo(3);
    assertThat(name.toString()).doesNotContain(CANARY);
    lease.close();
    handle.close();
    assertThat(server.queryNames(pattern, null)).isEmpty();
  }

  @Test
  void refusesAConfigurationThatItCannotServe() {
    DriverConfig embedded =
        new DriverConfig(
            new Target.Embedded(),
            new SignIn.None(),
            http,
            pool,
            Surface.AUTO,
            DriverConfig.OnError.FAIL,
            DriverConfig.Spending.UNLIMITED,
            DriverConfig.Cache.NONE,
            Optional.empty(),
            List.of());
    assertFails(
        () -> ClientPool.open(embedded), ErrorCode.INVALID_CONFIGURATION, "address of a workspace");
    signIn = new SignIn.None();
    assertFails(this::open, ErrorCode.MISSING_CREDENTIALS, "No way to sign in");
    signIn = new SignIn.Pat(new Secret(CANARY));
    http = new Http(Duration.ZERO, Duration.ZERO, 0, Optional.of("not\na product"));
    assertFails(this::open, ErrorCode.INVALID_CONFIGURATION, "userAgent");
  }

  @Test
  void showsNoSecretAnywhere() {
    try (LogCapture log = new LogCapture("dev.bricklane")) {
      answer =
          reply(403, "{\"error_code\":403,\"message\":\"Invalid access token " + CANARY + "\"}");
      ClientPool handle = open();
      Lease lease = handle.borrow();
      Throwable thrown =
          catchThrowable(
              lease.client().chat(new ChatRequest("m", List.of(Message.user("hi")), Map.of()))
                  ::join);
      assertCode(thrown.getCause(), ErrorCode.BAD_CREDENTIALS);
      String shown =
          thrown + " " + thrown.getCause() + handle + lease + lease.client() + handle.stats();
      lease.close();
      assertThat(shown + calls + log.text()).doesNotContain(CANARY);
      assertThat(log.text()).contains("HTTP 403");
    }
  }

  private ClientPool open() {
    DriverConfig config =
        new DriverConfig(
            new Target.Workspace(base),
            signIn,
            http,
            pool,
            Surface.AUTO,
            DriverConfig.OnError.FAIL,
            DriverConfig.Spending.UNLIMITED,
            DriverConfig.Cache.NONE,
            Optional.empty(),
            List.of());
    ClientPool handle =
        ClientPool.open(
            config,
            timeout -> {
              ClosingTransport transport = new ClosingTransport();
              transports.add(transport);
              return transport;
            },
            scheduler);
    handles.add(handle);
    return handle;
  }

  private void passUpkeep(Duration time) {
    for (long step = 0; step < time.toSeconds(); step += 15) {
      scheduler.advance(Duration.ofSeconds(15));
      scheduler.runBackground();
    }
  }

  private static List<Lease> borrowAll(ClientPool handle, int count) {
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leases.add(handle.borrow());
    }
    return leases;
  }

  private static Pool pool(int maximum, int minimumIdle) {
    return pool(maximum, minimumIdle, Duration.ofSeconds(30));
  }

  private static Pool pool(int maximum, int minimumIdle, Duration connectionTimeout) {
    return new Pool(maximum, minimumIdle, connectionTimeout, NEVER, NEVER, NEVER, NEVER, false);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void untilWaiting(ClientPool handle, int count) {
    while (handle.stats().waiting() < count) {
      Thread.yield();
    }
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call).hasMessageContaining(message).satisfies(e -> assertCode(e, code));
  }

  private static void assertCode(Throwable thrown, ErrorCode code) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(status, Map.of(), body.getBytes(UTF_8));
  }

  private final class ClosingTransport implements Transport, AutoCloseable {
    private volatile boolean closed;

    @Override
    public CompletableFuture<HttpReply> send(HttpCall call) {
      calls.add(call);
      return CompletableFuture.completedFuture(answer);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
