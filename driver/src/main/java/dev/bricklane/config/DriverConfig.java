package dev.bricklane.config;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * All settings of one connection, resolved and checked. Immutable.
 *
 * @param target where the models are
 * @param signIn how to sign in there
 * @param http how calls are sent
 * @param pool how many clients there are, and for how long
 * @param surface which API surface model calls use
 * @param onError what a failed call does to its statement
 * @param spending what calls may cost
 * @param cache whether answers serve later statements too
 * @param aliases a file of the user's own names for models
 * @param recording whether calls are recorded, or replayed
 * @param media what calls may send beside their prompts
 * @param attached the databases and folders whose tables can be queried too, sorted by name
 * @param definitions files of views and prompt templates
 * @param settings every property that has a value, with its source, secrets masked, in the order of
 *     {@link ConnectionProperty}
 * @param ignored a sentence for each property that other drivers know, and that means nothing here
 */
public record DriverConfig(
    Target target,
    SignIn signIn,
    Http http,
    Pool pool,
    Surface surface,
    OnError onError,
    Spending spending,
    Cache cache,
    Optional<Path> aliases,
    Optional<Recording> recording,
    Media media,
    List<AttachedSource> attached,
    Definitions definitions,
    List<Setting> settings,
    List<String> ignored) {

  public DriverConfig {
    attached = List.copyOf(attached);
    settings = List.copyOf(settings);
    ignored = List.copyOf(ignored);
  }

  /** Makes settings without aliases and files, of which none was ignored. */
  public DriverConfig(
      Target target,
      SignIn signIn,
      Http http,
      Pool pool,
      Surface surface,
      OnError onError,
      Spending spending,
      Cache cache,
      Optional<Recording> recording,
      List<Setting> settings) {
    this(
        target,
        signIn,
        http,
        pool,
        surface,
        onError,
        spending,
        cache,
        Optional.empty(),
        recording,
        Media.USUAL,
        List.of(),
        Definitions.NONE,
        settings,
        List.of());
  }

  /** Returns the same settings for another workspace; what {@link #settings} shows stays. */
  public DriverConfig reaching(Target workspace, SignIn credentials) {
    return new DriverConfig(
        workspace,
        credentials,
        http,
        pool,
        surface,
        onError,
        spending,
        cache,
        aliases,
        recording,
        media,
        attached,
        definitions,
        settings,
        ignored);
  }

  /** Returns whether answers come out of a recording, so that nothing is sent anywhere. */
  public boolean replays() {
    return recording.filter(file -> file.mode() == Recording.Mode.REPLAY).isPresent();
  }

  /** Where the models are. */
  public sealed interface Target {
    /** The workspace inside this process. */
    record Embedded() implements Target {}

    /**
     * A workspace or gateway on the network.
     *
     * @param baseUri scheme, host, port and base path, without a trailing slash
     */
    record Workspace(URI baseUri) implements Target {}

    /** No workspace at all: a recording is replayed, and no host was named. */
    record Nowhere() implements Target {}
  }

  /** The API surface that model calls use. */
  public enum Surface {
    /**
     * By the model's name: {@code databricks-…} and names without a dot on serving, other names
     * with a dot on the gateway.
     */
    AUTO,
    /** {@code /serving-endpoints}. */
    SERVING,
    /** {@code /ai-gateway/mlflow/v1}. */
    GATEWAY
  }

  /** What a model call that fails after its retries does. */
  public enum OnError {
    /** It ends the statement. */
    FAIL,
    /** It gives NULL, and a warning. */
    NULL
  }

  /** How to sign in. */
  public sealed interface SignIn {
    /** Returns what it holds that nobody may see. */
    default List<Secret> secrets() {
      return List.of();
    }

    /** No credentials: the embedded workspace brings its own, and a replay needs none. */
    record None() implements SignIn {}

    /** A personal access token, or any other bearer token that does not expire while in use. */
    record Pat(Secret token) implements SignIn {
      @Override
      public List<Secret> secrets() {
        return List.of(token);
      }
    }

    /**
     * A service principal's client id and secret, exchanged for short-lived tokens.
     *
     * @param scopes space-separated
     */
    record OAuthM2M(String clientId, Secret clientSecret, String scopes) implements SignIn {
      @Override
      public List<Secret> secrets() {
        return List.of(clientSecret);
      }
    }

    /**
     * A person, in a browser (OAuth U2M with PKCE).
     *
     * @param clientId the public client, usually {@code databricks-cli}
     * @param scopes space-separated
     * @param tokenFile where the refresh token is kept; empty for nowhere
     * @param opener the command that opens a URL, the URL being its last argument; empty for the
     *     desktop's own
     * @param ports of this machine that the browser may come back to, the first free one counting
     * @param patience how long to wait for the person
     */
    record OAuthU2M(
        String clientId,
        String scopes,
        Optional<Path> tokenFile,
        Optional<String> opener,
        List<Integer> ports,
        Duration patience)
        implements SignIn {
      /** The ports that Databricks' own client may come back to. */
      public static final List<Integer> USUAL_PORTS =
          IntStream.rangeClosed(8020, 8040).boxed().toList();

      public OAuthU2M {
        ports = List.copyOf(ports);
      }

      /** Waits two minutes on one of the usual ports. */
      public OAuthU2M(
          String clientId, String scopes, Optional<Path> tokenFile, Optional<String> opener) {
        this(clientId, scopes, tokenFile, opener, USUAL_PORTS, Duration.ofMinutes(2));
      }
    }

    /**
     * The Databricks CLI, which keeps a person signed in.
     *
     * @param command its path, or its name on the PATH
     * @param profile the profile to ask for; empty to ask by host
     */
    record Cli(String command, Optional<String> profile) implements SignIn {}

    /**
     * A token of somebody whom the workspace trusts, exchanged for the workspace's own (OAuth token
     * federation).
     *
     * @param subject where that token comes from
     * @param clientId of the service principal; empty for a federation of the whole account
     * @param audience whom the token is to be for; empty for the workspace's token endpoint
     * @param scopes space-separated
     */
    record Federated(
        Subject subject, Optional<String> clientId, Optional<String> audience, String scopes)
        implements SignIn {
      @Override
      public List<Secret> secrets() {
        return subject instanceof Subject.GitHub gitHub
            ? List.of(gitHub.requestToken())
            : List.of();
      }
    }

    /** Where a token that is exchanged comes from. */
    sealed interface Subject {
      /** A variable of the environment, read again for each exchange. */
      record Variable(String name) implements Subject {}

      /** A file, read again for each exchange. */
      record TokenFile(Path path) implements Subject {}

      /** GitHub Actions. */
      record GitHub(URI requestUrl, Secret requestToken) implements Subject {}
    }

    /** Posit Workbench, which keeps a profile file up to date; read again when it changes. */
    record Workbench(Path profileFile) implements SignIn {}

    /**
     * Posit Connect, which exchanges a session for a token.
     *
     * @param viewer whether the session is that of a person who looks at the content, and not that
     *     of the content itself
     */
    record Connect(URI server, Secret apiKey, Secret sessionToken, boolean viewer)
        implements SignIn {
      @Override
      public List<Secret> secrets() {
        return List.of(apiKey, sessionToken);
      }
    }

    /** A class of the user's that implements {@code java.util.function.Supplier<String>}. */
    record Supplied(String className) implements SignIn {}

    /**
     * The official SDK for Java, where the user has added it.
     *
     * @param authType its name for the way, such as {@code azure-cli}
     * @param profile of the profile file; empty for the environment alone
     */
    record Sdk(String authType, Optional<String> profile) implements SignIn {}
  }

  /**
   * How calls are sent.
   *
   * @param connectTimeout the longest wait for a TCP and TLS connection
   * @param requestTimeout the longest one call may take, its retries included
   * @param maxRetries how often a call is sent again after a failure worth retrying; 0 for never
   * @param userAgent what the caller asks to be called, if anything
   * @param wire what model calls are sent with
   * @param tags what the workspace accounts model calls by, in their order
   * @param network which way they take, and whom they trust there
   */
  public record Http(
      Duration connectTimeout,
      Duration requestTimeout,
      int maxRetries,
      Optional<String> userAgent,
      Wire wire,
      Map<String, String> tags,
      Network network) {
    public Http {
      tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** Takes the way that the JVM is set to. */
    public Http(
        Duration connectTimeout,
        Duration requestTimeout,
        int maxRetries,
        Optional<String> userAgent,
        Wire wire,
        Map<String, String> tags) {
      this(connectTimeout, requestTimeout, maxRetries, userAgent, wire, tags, Network.USUAL);
    }

    /** Sends model calls with nothing beside what they say themselves. */
    public Http(
        Duration connectTimeout,
        Duration requestTimeout,
        int maxRetries,
        Optional<String> userAgent) {
      this(connectTimeout, requestTimeout, maxRetries, userAgent, Wire.USUAL, Map.of());
    }
  }

  /**
   * The way of calls, those that sign in included.
   *
   * @param proxy what they go through; empty for what the JVM is set to
   * @param trust whose certificates count; empty for those that the JVM trusts
   */
  public record Network(Optional<Proxy> proxy, Optional<Trust> trust) {
    /** As the JVM is set. */
    public static final Network USUAL = new Network(Optional.empty(), Optional.empty());

    /** Returns whether it is as the JVM is set. */
    public boolean isUsual() {
      return proxy.isEmpty() && trust.isEmpty();
    }
  }

  /**
   * An HTTP proxy.
   *
   * @param host its name or address
   * @param port its port
   * @param login who may use it; empty if anybody may
   * @param ignore hosts that are called without it, in small letters; {@code *} stands for any
   *     beginning or end
   */
  public record Proxy(String host, int port, Optional<Login> login, List<String> ignore) {
    public Proxy {
      ignore = List.copyOf(ignore);
    }
  }

  /** A user's name and password. */
  public record Login(String user, Secret password) {}

  /**
   * A file of certificates to trust.
   *
   * @param file which
   * @param password its password, if it has one
   * @param type {@code pkcs12}, {@code jks} or {@code pem}; empty if its content tells
   */
  public record Trust(Path file, Optional<Secret> password, Optional<String> type) {}

  /**
   * What model calls are sent with. Immutable; {@code toString} shows no header's value and no
   * body.
   *
   * @param api the protocol, one of the choices of {@link ConnectionProperty#API}; empty to go by
   *     the model
   * @param headers further headers
   * @param body further fields of the body: texts, numbers, booleans, lists and maps of these
   */
  public record Wire(Optional<String> api, Map<String, String> headers, Map<String, Object> body) {
    /** With nothing beside what they say themselves. */
    public static final Wire USUAL = new Wire(Optional.empty(), Map.of(), Map.of());

    public Wire {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
      body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }

    /**
     * Returns the texts in headers and body that may be a key of somebody's: those below a name
     * that says so (key, token, secret, password, credential, authorization, auth, cookie as a word
     * of it), and those of 16 or more characters without a space.
     */
    public List<String> secrets() {
      return ExtraSecrets.of(headers, body);
    }

    @Override
    public String toString() {
      return "Wire[api=" + api + ", headers=" + headers.keySet() + ", body=" + body.keySet() + "]";
    }
  }

  /**
   * The pool of clients, in HikariCP's words. A duration of zero means never.
   *
   * @param maximumPoolSize the most clients, and so the most calls in flight
   * @param minimumIdle clients kept signed in and idle
   * @param connectionTimeout the longest wait for a free client
   * @param idleTimeout how long a client above {@code minimumIdle} may idle
   * @param maxLifetime how long a client lives
   * @param keepaliveTime how often an idle client is checked
   * @param leakDetectionThreshold how long a client may be away before a warning is logged
   * @param registerMbeans whether the pool shows itself by JMX
   */
  public record Pool(
      int maximumPoolSize,
      int minimumIdle,
      Duration connectionTimeout,
      Duration idleTimeout,
      Duration maxLifetime,
      Duration keepaliveTime,
      Duration leakDetectionThreshold,
      boolean registerMbeans) {}

  /**
   * What model calls may cost.
   *
   * @param prices a file of prices beside those that Bricklane knows
   * @param perStatement for each statement by itself
   * @param perConnection for all statements of the connection together
   */
  public record Spending(Optional<Path> prices, Limits perStatement, Limits perConnection) {
    /** No limit, and the prices that Bricklane knows. */
    public static final Spending UNLIMITED =
        new Spending(Optional.empty(), Limits.NONE, Limits.NONE);
  }

  /**
   * The most that may be spent. What is empty has no limit; zero allows nothing.
   *
   * @param calls model calls
   * @param tokens of prompts and answers together
   * @param cost in US dollars
   */
  public record Limits(OptionalLong calls, OptionalLong tokens, Optional<BigDecimal> cost) {
    /** No limit at all. */
    public static final Limits NONE =
        new Limits(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  /**
   * Whether answers serve later statements too.
   *
   * @param store where they are kept
   * @param file the file, if that is the place
   * @param ttl how long one may be used
   * @param maxBytes the most memory, or room in the file, for them
   */
  public record Cache(Store store, Optional<Path> file, Duration ttl, long maxBytes) {
    /** No answers are kept. */
    public static final Cache NONE = new Cache(Store.OFF, Optional.empty(), Duration.ZERO, 0);

    /** Where answers are kept. */
    public enum Store {
      /** Nowhere. */
      OFF,
      /** In this JVM's memory. */
      MEMORY,
      /** In a file that outlives the JVM. */
      FILE
    }
  }

  /**
   * A file of model calls.
   *
   * @param mode what is done with it
   * @param file which
   */
  public record Recording(Mode mode, Path file) {
    /** What is done with a recording. */
    public enum Mode {
      /** Calls are made, and added to the file. */
      RECORD,
      /** Answers come out of the file, and no call is made. */
      REPLAY
    }
  }

  /**
   * What calls may send beside their prompts.
   *
   * @param files the folder whose files SQL may send; empty for none
   * @param maxRequestSize the most bytes that one request may have
   */
  public record Media(Optional<Path> files, long maxRequestSize) {
    /** No files, and what Databricks takes for foundation models. */
    public static final Media USUAL = new Media(Optional.empty(), 4L << 20);
  }

  /**
   * Files of views and prompt templates.
   *
   * @param init one file
   * @param views a folder whose {@code .sql} files count
   */
  public record Definitions(Optional<Path> init, Optional<Path> views) {
    /** No files. */
    public static final Definitions NONE = new Definitions(Optional.empty(), Optional.empty());
  }

  /**
   * A property's value and where it came from.
   *
   * @param property which
   * @param value as text, masked if the property is secret
   * @param source such as {@code URL}, {@code Properties}, {@code environment DATABRICKS_HOST},
   *     {@code profile DEFAULT}, {@code default}
   */
  public record Setting(ConnectionProperty property, String value, String source) {}
}
