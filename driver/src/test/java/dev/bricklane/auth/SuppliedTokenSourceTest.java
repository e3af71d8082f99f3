package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.config.DriverConfig.SignIn.Supplied;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.ManualScheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppliedTokenSourceTest {
  private final ManualScheduler scheduler = new ManualScheduler();

  /** Counts; each test that asks it compares with what it gave before. */
  public static final class Counting implements Supplier<String> {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public String get() {
      return " token-" + count.incrementAndGet() + "\n";
    }
  }

  public static final class Failing implements Supplier<String> {
    @Override
    public String get() {
      throw new IllegalStateException("canary", new RuntimeException("canary"));
    }
  }

  public static final class Unmade implements Supplier<String> {
    public Unmade() {
      throw new IllegalStateException("canary");
    }

    @Override
    public String get() {
      return "";
    }
  }

  public static final class Silent implements Supplier<String> {
    @Override
    public String get() {
      return null;
    }
  }

  public static final class Injecting implements Supplier<String> {
    @Override
    public String get() {
      return "canary\r\nX-Evil: 1";
    }
  }

  public static final class Numeric implements Supplier<Integer> {
    @Override
    public Integer get() {
      return 1;
    }
  }

  static final class Hidden implements Supplier<String> {
    @Override
    public String get() {
      return "";
    }
  }

  @Test
  void asksForATokenOnceAMinute() {
    TokenSource source = cached(Counting.class.getName());
    assertThat(source.token().value().reveal()).isEqualTo("token-1");
    scheduler.advance(Duration.ofSeconds(49));
    assertThat(source.token().value().reveal()).isEqualTo("token-1");
    scheduler.advance(Duration.ofSeconds(12));
    assertThat(source.token().value().reveal()).isEqualTo("token-2");
  }

  @Test
  void asksForAnotherWhenOneWasRefused() {
    TokenSource source = cached(Counting.class.getName());
    CompletableFuture<AccessToken> renewed = source.renew(source.token());
    scheduler.runBackground();
    assertThat(renewed.join().value().reveal()).isEqualTo("token-2");
  }

  @Test
  void findsTheClassByTheContextClassLoader() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader own = new OwnCopy(Counting.class.getName());
    thread.setContextClassLoader(own);
    try {
      assertThat(OtherTokens.find(Counting.class.getName()).getClassLoader()).isSameAs(own);
      thread.setContextClassLoader(null);
      assertThat(OtherTokens.find(Counting.class.getName())).isEqualTo(Counting.class);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Later requests come from threads that do not know the application. */
  @Test
  void findsTheClassWhereTheConnectionIsOpened(@TempDir Path folder) throws Exception {
    ClassLoader application =
        CompiledClasses.loader(
            folder,
            "acme.Tokens",
            """
            package acme;
            public class Tokens implements java.util.function.Supplier<String> {
              public String get() { return "from-acme"; }
            }
            """);
    TokenSource source = CompiledClasses.in(application, () -> cached("acme.Tokens"));
    CompletableFuture<AccessToken> token = source.request();
    assertThat(scheduler.runBackground()).isEqualTo(1);
    assertThat(token.join().value().reveal()).isEqualTo("from-acme");
  }

  /** An application's loader: it has a copy of its own of one class. */
  private static final class OwnCopy extends ClassLoader {
    private final String copied;

    OwnCopy(String copied) {
      super(SuppliedTokenSourceTest.class.getClassLoader());
      this.copied = copied;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(copied)) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SuppliedTokenSourceTest$Failing   | BAD_CREDENTIALS       | failed: java.lang.IllegalStateException
          SuppliedTokenSourceTest$Unmade    | BAD_CREDENTIALS       | cannot be made: java.lang.IllegalStateException
          SuppliedTokenSourceTest$Silent    | MALFORMED_ANSWER      | gave no access token
          SuppliedTokenSourceTest$Injecting | MALFORMED_ANSWER      | with blanks
          SuppliedTokenSourceTest$Numeric   | INVALID_CONFIGURATION | gave a java.lang.Integer, not a String
          SuppliedTokenSourceTest$Hidden    | INVALID_CONFIGURATION | must be a public class
          SuppliedTokenSourceTest           | INVALID_CONFIGURATION | does not implement java.util.function.Supplier
          BearerText                        | INVALID_CONFIGURATION | does not implement java.util.function.Supplier
          NotThere                          | INVALID_CONFIGURATION | is not on the class path
          """)
  void saysWhatIsWrongWithoutASecret(String name, ErrorCode code, String message) {
    TokenSource source =
        new SuppliedTokenSource(new Supplied("dev.bricklane.auth." + name), scheduler);
    BricklaneException e = catchThrowableOfType(BricklaneException.class, source::token);
    assertThat(e.code()).isEqualTo(code);
    assertThat(e).hasMessageContaining(message).hasMessageContaining("dev.bricklane.auth." + name);
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("canary");
  }

  @Test
  void saysThatTheClassIsNoSupplier() {
    TokenSource source = new SuppliedTokenSource(new Supplied("java.lang.Object"), scheduler);
    assertThatThrownBy(source::token).hasMessageContaining("does not implement");
  }

  private TokenSource cached(String className) {
    return TokenSources.of(
        new Supplied(className),
        URI.create("https://w.example"),
        call -> new CompletableFuture<>(),
        scheduler,
        Duration.ofSeconds(30));
  }
}
