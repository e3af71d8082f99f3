package dev.bricklane.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A property of databricks-jdbc that is none of ours. It is taken in our words where there are
 * some, and otherwise passed over with a warning: a URL that works there should connect here.
 *
 * <p>Names are those of {@code DatabricksJdbcUrlParams} and of its documentation. Immutable.
 *
 * @param key its name
 * @param reason why nothing is done about it
 * @param secret whether its value is never to be shown
 */
record ForeignProperty(String key, String reason, boolean secret) {
  private static final Pattern PRODUCT = Pattern.compile("^[A-Za-z0-9_-]+(?:/[!-~]*$)?");

  private static final String WAREHOUSE = "it is about a SQL warehouse, and models need none";
  private static final String PROXY = "there is one proxy for all calls, proxyHost";
  private static final String TRUST =
      "the certificates in trustStore count, or those that the JVM trusts";
  private static final String KEY =
      "the JVM's own key is shown; set it by -Djavax.net.ssl.keyStore";
  private static final String LOG = "Bricklane logs by java.util.logging, under dev.bricklane";
  private static final String RETRY = "maxRetries and requestTimeout say how often and how long";
  private static final String DISCOVERED = "the workspace says itself where its sign-in is";
  private static final String SDK =
      "set the variables that the Databricks SDK reads, and authType=databricks-sdk:";
  private static final String ASSERTION =
      "client assertions are not made; use a clientSecret, or exchange a token by file-oidc";
  private static final String KEPT = "oauth-u2m renews its tokens itself; see tokenFile";
  private static final String NO_TELEMETRY = "Bricklane has no telemetry";

  private static final Map<String, ForeignProperty> ALL = new HashMap<>();

  static {
    ignore(
        WAREHOUSE,
        "httpPath ConnCatalog ConnSchema transportMode asyncExecPollInterval UseThriftClient"
            + " EnableArrow EnableDirectResults EnableQueryResultLZ4Compression"
            + " QueryResultCompressionType EnableQueryResultDownload UseEmptyMetadata"
            + " SupportManyParameters CloudFetchThreadPoolSize MaxBatchSize EnableBatchedInserts"
            + " VolumeOperationAllowedLocalPaths StagingAllowedLocalPaths"
            + " EnableSQLExecHybridResults EnableComplexDatatypeSupport EnableGeoSpatialSupport"
            + " DefaultStringColumnLength RowsFetchedPerBlock DefaultColumnSize"
            + " EnableMultipleCatalogSupport IgnoreTransactions EnableShowCommandForGetFunctions"
            + " UseNativeQuery FastConnection ThriftTransport UseSystemCatalog");
    ignore(PROXY, "ProxyAuth UseCFProxy CFProxyHost CFProxyPort CFProxyAuth CFProxyUID");
    ignoreSecret(PROXY, "CFProxyPwd");
    ignore(
        TRUST,
        "SSLTrustStoreProvider AllowSelfSignedCerts CheckCertRevocation"
            + " AcceptUndeterminedRevocation AllowSelfSignedCert");
    ignore(
        "which certificates to trust may not stand in a URL; give it as a property",
        "SSLTrustStore");
    ignore(KEY, "SSLKeyStore SSLKeyStoreType SSLKeyStoreProvider");
    ignoreSecret(KEY, "SSLKeyStorePwd");
    ignore(LOG, "LogLevel LogPath LogFileSize LogFileCount");
    ignore(
        RETRY,
        "RateLimitRetryTimeout TemporarilyUnavailableRetryTimeout ApiRetriableHttpCodes"
            + " ApiRetryTimeout IdleHttpConnectionExpiry SocketTimeout");
    ignore(
        "how often a call is sent again is said by maxRetries, 0 for never",
        "RateLimitRetry TemporarilyUnavailableRetry");
    ignore(
        DISCOVERED,
        "EnableOIDCDiscovery OAuthDiscoveryMode OAuthDiscoveryURL OAuth2TokenEndpoint"
            + " OAuth2AuthorizationEndPoint OAuth2ConnAuthTokenEndpoint");
    ignore(
        SDK, "GoogleServiceAccount GoogleCredentialsFile AzureTenantId AzureWorkspaceResourceId");
    ignore(ASSERTION, "UseJWTAssertion Auth_JWT_Key_File Auth_JWT_Alg Auth_KID");
    ignoreSecret(ASSERTION, "Auth_JWT_Key_Passphrase");
    ignore(KEPT, "EnableTokenCache EnableTokenFederation Identity_Federation_Client_Id");
    ignoreSecret(KEPT, "Auth_RefreshToken OAuthRefreshToken TokenCachePassPhrase");
    ignore(
        NO_TELEMETRY,
        "EnableTelemetry TelemetryBatchSize TelemetryFlushInterval EnableRequestTracing");
    ignore(
        "the JVM's own settings for proxies and certificates always count",
        "UseSystemProxy UseSystemTrustStore");
    ignore("userAgent says what your program is called", "ApplicationName");
  }

  /** What is said in our own words. */
  record Translation(ConnectionProperty property, String text) {
    /** Returns whether a URL may say so: it may turn the file of tokens off, but name no file. */
    boolean mayComeFromUrl() {
      return property.mayStandInUrl()
          || (property == ConnectionProperty.TOKEN_FILE && text.equals("off"));
    }
  }

  /** Returns the property of that name, in any case. */
  static Optional<ForeignProperty> find(String name) {
    return Optional.ofNullable(ALL.get(Ascii.lowerCase(name)));
  }

  /** Returns our property for it, with its value in our words. */
  Optional<Translation> translation(String value) {
    return switch (key) {
      case "SocketTimeout" ->
          isNumber(value)
              ? Optional.of(new Translation(ConnectionProperty.REQUEST_TIMEOUT, value + "s"))
              : Optional.empty();
      case "EnableTokenCache" ->
          isNo(value)
              ? Optional.of(new Translation(ConnectionProperty.TOKEN_FILE, "off"))
              : Optional.empty();
      case "SSLTrustStore" -> Optional.of(new Translation(ConnectionProperty.TRUST_STORE, value));
      case "ApplicationName" ->
          productOf(value).map(name -> new Translation(ConnectionProperty.USER_AGENT, name));
      default -> Optional.empty();
    };
  }

  /** Returns what may stand in a User-Agent: of a tool's own words, the first. */
  private static Optional<String> productOf(String value) {
    Matcher product = PRODUCT.matcher(value.strip());
    return product.find() ? Optional.of(product.group()) : Optional.empty();
  }

  /** Returns whether nothing needs to be said, since what it asks for is so anyway. */
  boolean isGrantedBy(String value) {
    return switch (key) {
      case "UseSystemProxy",
          "UseSystemTrustStore",
          "EnableTokenCache",
          "EnableOIDCDiscovery",
          "RateLimitRetry",
          "TemporarilyUnavailableRetry" ->
          !isNo(value);
      case "EnableTelemetry",
          "EnableRequestTracing",
          "UseCFProxy",
          "AllowSelfSignedCerts",
          "UseJWTAssertion" ->
          isNo(value);
      case "ProxyAuth" -> true; // With a user's name there is something to show, else not.
      case "transportMode" -> Ascii.lowerCase(value).equals("http");
      default -> false;
    };
  }

  /** A timeout of zero is none at all, which a model call does not have. */
  private static boolean isNumber(String value) {
    return value.length() <= 5
        && !value.equals("0")
        && value.chars().allMatch(c -> Ascii.isDigit((char) c));
  }

  private static boolean isNo(String value) {
    return List.of("0", "false", "no", "off").contains(Ascii.lowerCase(value));
  }

  private static void ignore(String reason, String keys) {
    put(reason, keys, false);
  }

  private static void ignoreSecret(String reason, String keys) {
    put(reason, keys, true);
  }

  private static void put(String reason, String keys, boolean secret) {
    Arrays.stream(keys.split(" "))
        .forEach(key -> ALL.put(Ascii.lowerCase(key), new ForeignProperty(key, reason, secret)));
  }
}
