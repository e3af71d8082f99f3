package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.ALIASES;
import static dev.bricklane.config.ConnectionProperty.AUTH_FLOW;
import static dev.bricklane.config.ConnectionProperty.AUTH_MECH;
import static dev.bricklane.config.ConnectionProperty.AUTH_TYPE;
import static dev.bricklane.config.ConnectionProperty.BROWSER_TIMEOUT;
import static dev.bricklane.config.ConnectionProperty.CONNECTION_TIMEOUT;
import static dev.bricklane.config.ConnectionProperty.CONNECT_TIMEOUT;
import static dev.bricklane.config.ConnectionProperty.FILES;
import static dev.bricklane.config.ConnectionProperty.HOST;
import static dev.bricklane.config.ConnectionProperty.IDLE_TIMEOUT;
import static dev.bricklane.config.ConnectionProperty.INIT;
import static dev.bricklane.config.ConnectionProperty.KEEPALIVE_TIME;
import static dev.bricklane.config.ConnectionProperty.LEAK_DETECTION_THRESHOLD;
import static dev.bricklane.config.ConnectionProperty.MAXIMUM_POOL_SIZE;
import static dev.bricklane.config.ConnectionProperty.MAX_CALLS_PER_CONNECTION;
import static dev.bricklane.config.ConnectionProperty.MAX_CALLS_PER_STATEMENT;
import static dev.bricklane.config.ConnectionProperty.MAX_COST_PER_CONNECTION;
import static dev.bricklane.config.ConnectionProperty.MAX_COST_PER_STATEMENT;
import static dev.bricklane.config.ConnectionProperty.MAX_LIFETIME;
import static dev.bricklane.config.ConnectionProperty.MAX_REQUEST_SIZE;
import static dev.bricklane.config.ConnectionProperty.MAX_RETRIES;
import static dev.bricklane.config.ConnectionProperty.MAX_TOKENS_PER_CONNECTION;
import static dev.bricklane.config.ConnectionProperty.MAX_TOKENS_PER_STATEMENT;
import static dev.bricklane.config.ConnectionProperty.MINIMUM_IDLE;
import static dev.bricklane.config.ConnectionProperty.ON_ERROR;
import static dev.bricklane.config.ConnectionProperty.PRICES;
import static dev.bricklane.config.ConnectionProperty.PROFILE;
import static dev.bricklane.config.ConnectionProperty.REGISTER_MBEANS;
import static dev.bricklane.config.ConnectionProperty.REQUEST_TIMEOUT;
import static dev.bricklane.config.ConnectionProperty.SCOPES;
import static dev.bricklane.config.ConnectionProperty.SURFACE;
import static dev.bricklane.config.ConnectionProperty.USER;
import static dev.bricklane.config.ConnectionProperty.USER_AGENT;
import static dev.bricklane.config.ConnectionProperty.VIEWS;

import dev.bricklane.config.DriverConfig.Cache;
import dev.bricklane.config.DriverConfig.Definitions;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Limits;
import dev.bricklane.config.DriverConfig.Media;
import dev.bricklane.config.DriverConfig.OnError;
import dev.bricklane.config.DriverConfig.Pool;
import dev.bricklane.config.DriverConfig.Recording;
import dev.bricklane.config.DriverConfig.Setting;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Spending;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.DriverConfig.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One run of the resolution: reads everything, notes every mistake, never throws for one. */
final class Resolution {
  private static final Pattern PARTNER = Pattern.compile("[A-Za-z0-9_-]+");

  private final Environment environment;
  private final Problems problems;
  private final Values values;
  private List<AttachedSource> attached = List.of();
  private boolean profileWasRead;

  Resolution(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
    values = new Values(problems);
  }

  /** Returns the configuration; empty only if a mistake was noted. */
  Optional<DriverConfig> run(JdbcUrl url, @Nullable Properties info) {
    TypedProperties given = TypedProperties.read(url, info, problems);
    Layer typed = given.layer();
    typed.values().forEach(values::offer);
    user();
    values.choice(AUTH_MECH);
    values.choice(AUTH_FLOW);
    values.duration(BROWSER_TIMEOUT);
    Surface surface =
        values
            .choice(SURFACE)
            .map(text -> Surface.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElse(Surface.AUTO);
    OnError onError =
        values
            .choice(ON_ERROR)
            .map(text -> OnError.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElse(OnError.FAIL);
    if (url.kind() == JdbcUrl.Kind.WORKSPACE) {
      EnvironmentVariables.read(environment.variables())
          .forEach(
              layer -> layer.get(USER_AGENT).ifPresent(named -> values.offer(USER_AGENT, named)));
    }
    Http http = http(given.headers());
    Pool pool = pool();
    Spending spending = spending();
    KeptAnswers kept = new KeptAnswers(values, environment);
    Cache cache = kept.cache();
    Optional<Recording> recording = kept.recording();
    Media media = media();
    AttachReader attaching = new AttachReader(problems);
    given.attached(
        attaching, "true".equalsIgnoreCase(environment.variables().get(AttachReader.IN_URL)));
    attached = attaching.read(AttachReader.drivers(values));
    Definitions definitions = definitions();
    boolean replay = recording.filter(file -> file.mode() == Recording.Mode.REPLAY).isPresent();
    Optional<Target> target = Optional.empty();
    Optional<SignIn> signIn = Optional.empty();
    switch (url.kind()) {
      case EMBEDDED -> {
        refuseWorkspaceProperties(typed);
        target = Optional.of(new Target.Embedded());
        signIn = Optional.of(new SignIn.None());
      }
      case WORKSPACE -> {
        if (replay) {
          target = typed.has(HOST) ? workspace() : Optional.of(new Target.Nowhere());
          signIn = typedSignIn(typed);
        } else {
          List<Layer> layers = layers(typed);
          Optional<URI> uri = uri(layers);
          target = uri.map(Target.Workspace::new);
          signIn = signIn(layers, typed, uri);
        }
      }
      case UNREADABLE -> {}
    }
    if (target.isEmpty() || signIn.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DriverConfig(
            target.get(),
            signIn.get(),
            http,
            pool,
            surface,
            onError,
            spending,
            cache,
            values.file(ALIASES),
            recording,
            media,
            attached,
            definitions,
            settings(),
            given.ignored()));
  }

  List<Setting> settings() {
    return values.settings();
  }

  /** Returns the attached sources of the last run. */
  List<AttachedSource> attached() {
    return attached;
  }

  private void user() {
    Optional<Given> user = values.given(USER);
    if (user.isPresent() && !user.get().text().equalsIgnoreCase("token")) {
      problems.add(
          USER,
          user.get().source(),
          "must be the word token or left out: Bricklane signs in with tokens, not with a user's"
              + " password");
    } else {
      values.choice(USER);
    }
  }

  private Http http(List<ForeignHeader> headers) {
    return new Http(
        values.duration(CONNECT_TIMEOUT),
        values.duration(REQUEST_TIMEOUT),
        values.integer(MAX_RETRIES),
        values.checked(USER_AGENT, Resolution::partner),
        CallFields.read(values, problems, headers),
        RequestTags.read(values),
        new NetworkReader(values, problems, environment).read());
  }

  /** By the rules of LiteLLM's partners, as Databricks counts them. */
  private static String partner(ConnectionProperty property, String text)
      throws InvalidValueException {
    String allowed = Values.allowedText(property, text);
    int slash = allowed.indexOf('/');
    if (!PARTNER.matcher((slash < 0 ? allowed : allowed.substring(0, slash)).strip()).matches()) {
      throw new InvalidValueException(
          "must begin with a name of letters, digits, _ and -, such as mycompany/1.0.0");
    }
    return text;
  }

  private Pool pool() {
    Pool pool =
        new Pool(
            values.integer(MAXIMUM_POOL_SIZE),
            values.integer(MINIMUM_IDLE),
            values.duration(CONNECTION_TIMEOUT),
            values.duration(IDLE_TIMEOUT),
            values.duration(MAX_LIFETIME),
            values.duration(KEEPALIVE_TIME),
            values.duration(LEAK_DETECTION_THRESHOLD),
            values.flag(REGISTER_MBEANS));
    if (pool.minimumIdle() > pool.maximumPoolSize()) {
      problems.add(MINIMUM_IDLE, source(MINIMUM_IDLE), "must not be more than maximumPoolSize");
    }
    if (!pool.maxLifetime().isZero() && pool.keepaliveTime().compareTo(pool.maxLifetime()) >= 0) {
      problems.add(KEEPALIVE_TIME, source(KEEPALIVE_TIME), "must be less than maxLifetime");
    }
    return pool;
  }

  private Spending spending() {
    return new Spending(
        values.file(PRICES),
        new Limits(
            values.whole(MAX_CALLS_PER_STATEMENT),
            values.whole(MAX_TOKENS_PER_STATEMENT),
            values.dollars(MAX_COST_PER_STATEMENT)),
        new Limits(
            values.whole(MAX_CALLS_PER_CONNECTION),
            values.whole(MAX_TOKENS_PER_CONNECTION),
            values.dollars(MAX_COST_PER_CONNECTION)));
  }

  private Media media() {
    return new Media(folder(FILES), values.size(MAX_REQUEST_SIZE));
  }

  /** The environment names them for the embedded workspace too: they are no credentials. */
  private Definitions definitions() {
    for (ConnectionProperty property : List.of(INIT, VIEWS)) {
      property
          .environmentNames()
          .forEach(name ->
              EnvironmentVariables.variable(environment.variables(), name)
                  .ifPresent(named -> values.offer(property, named)));
    }
    Optional<Path> file =
        values
            .checked(
                INIT,
                (property, text) ->
                    TypedPath.parse(Values.allowedText(property, text.strip()), environment.home())
                        .toString())
            .map(Path::of);
    return new Definitions(file, folder(VIEWS));
  }

  private Optional<Path> folder(ConnectionProperty named) {
    return values
        .checked(
            named,
            (property, text) -> {
              String allowed = Values.allowedText(property, text.strip());
              // A folder may be written with a slash at its end.
              String path = allowed.length() > 1 ? allowed.replaceAll("[/\\\\]+$", "") : allowed;
              return path.equals("/") || path.isEmpty()
                  ? "/"
                  : TypedPath.parse(path, environment.home()).toString();
            })
        .map(Path::of);
  }

  private String source(ConnectionProperty property) {
    return values.given(property).map(Given::source).orElse("default");
  }

  private void refuseWorkspaceProperties(Layer typed) {
    for (ConnectionProperty property : ConnectionProperty.values()) {
      if (property.workspaceOnly()) {
        typed
            .get(property)
            .ifPresent(given ->
                problems.add(
                    property,
                    given.source(),
                    "is not for jdbc:bricklane:embedded, which needs no host and no"
                        + " credentials; leave it out"));
      }
    }
  }

  /** Returns the layers in their order, without a profile that nobody may need. */
  private List<Layer> layers(Layer typed) {
    List<Layer> layers = new ArrayList<>();
    layers.add(typed);
    if (typed.has(PROFILE)) {
      values.text(PROFILE);
      addProfile(layers, typed.get(PROFILE), true);
    }
    layers.addAll(EnvironmentVariables.read(environment.variables()));
    return layers;
  }

  private void addProfile(List<Layer> layers, Optional<Given> named, boolean demanded) {
    profileWasRead = true;
    new ProfileReader(environment, problems).read(named, demanded).ifPresent(layers::add);
  }

  /** Adds the profile that the environment or the file names, unless one has been read. */
  private void addDefaultProfile(List<Layer> layers) {
    if (!profileWasRead) {
      Optional<Given> named =
          layers.stream().flatMap(layer -> layer.get(PROFILE).stream()).findFirst();
      named.ifPresent(given -> values.offer(PROFILE, given));
      values.text(PROFILE);
      addProfile(layers, named, false);
    }
  }

  private Optional<Target> workspace() {
    return WorkspaceTarget.of(values, problems).map(Target.Workspace::new);
  }

  /** A replay sends credentials to nobody: those typed only say what to mask. */
  private Optional<SignIn> typedSignIn(Layer typed) {
    values.text(PROFILE);
    values.text(SCOPES);
    if (!typed.hasCredentials()) {
      SignInReader.authType(values);
      return Optional.of(new SignIn.None());
    }
    return CredentialSource.typed(typed)
        .found()
        .flatMap(new SignInReader(values, problems, environment)::read);
  }

  private Optional<URI> uri(List<Layer> layers) {
    if (layers.stream().noneMatch(layer -> layer.has(HOST))) {
      addDefaultProfile(layers);
    }
    layers.forEach(layer -> layer.get(HOST).ifPresent(given -> values.offer(HOST, given)));
    return WorkspaceTarget.of(values, problems);
  }

  private Optional<SignIn> signIn(List<Layer> layers, Layer typed, Optional<URI> uri) {
    values.text(SCOPES);
    SignInReader reader = new SignInReader(values, problems, environment);
    if (uri.isEmpty()) {
      // Without a host nobody knows whose credentials would do, but those typed can be checked.
      typed.get(AUTH_TYPE).ifPresent(ignored -> SignInReader.authType(values));
      return CredentialSource.typed(typed).found().flatMap(reader::read);
    }
    CredentialSource.Search search = CredentialSource.search(layers, uri.get(), false);
    if (search.found().isEmpty()) {
      addDefaultProfile(layers);
      search = CredentialSource.search(layers, uri.get(), true);
    }
    if (search.found().isEmpty()) {
      layers.stream()
          .flatMap(layer -> layer.get(AUTH_TYPE).stream())
          .findFirst()
          .ifPresent(given -> values.offer(AUTH_TYPE, given));
      Optional<String> asked = SignInReader.authType(values);
      problems.addMissingCredentials(
          "There are no credentials for host ("
              + values.given(HOST).map(Given::source).orElse("")
              + ")"
              + asked
                  .flatMap(AuthType::of)
                  .map(way -> " and authType " + way.text() + ": " + way.needs())
                  .orElse(""),
          search.notUsed());
    }
    Optional<SignIn> signIn = search.found().flatMap(reader::read);
    if (signIn.filter(SignIn.Sdk.class::isInstance).isPresent()) {
      if (layers.stream().anyMatch(layer -> layer.has(PROFILE))) {
        addDefaultProfile(layers); // The SDK reads the one that the environment names.
      }
      SdkBounds.check(
          layers,
          uri.get(),
          values.given(AUTH_TYPE).orElseThrow(),
          environment.variables(),
          problems);
    }
    return signIn;
  }
}
