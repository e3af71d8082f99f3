package dev.bricklane.config;

import static dev.bricklane.config.PropertyRow.choice;
import static dev.bricklane.config.PropertyRow.dollars;
import static dev.bricklane.config.PropertyRow.duration;
import static dev.bricklane.config.PropertyRow.flag;
import static dev.bricklane.config.PropertyRow.integer;
import static dev.bricklane.config.PropertyRow.row;
import static dev.bricklane.config.PropertyRow.size;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row per connection property: its names, type, default, and what it means.
 *
 * <p>Names are matched without case. The aliases are the names that users of databricks-jdbc know.
 * {@link ConfigResolver} says in which order the places are asked for a value.
 */
@SuppressWarnings("ImmutableEnumChecker") // Nobody changes a row once it is here.
public enum ConnectionProperty {
  /** Where the workspace is. */
  HOST(
      row("host", Type.TEXT)
          .environment("DATABRICKS_HOST", "DATABRICKS_API_BASE")
          .profileKey("host")
          .workspaceOnly()
          .says(
              "The workspace's host name, or its whole URL: a scheme, port and base path are"
                  + " understood. Usually written in the JDBC URL after //.")),
  /** Its port. */
  PORT(
      integer("port", 1, 65535)
          .workspaceOnly()
          .says("The workspace's port, 1 to 65535. Default 443, or 80 without TLS.")),
  /** Whether to use TLS. */
  SSL(
      flag("ssl")
          .byDefault("true")
          .workspaceOnly()
          .says("Whether to use TLS. Only loopback hosts may do without.")),
  /** The way to sign in. */
  AUTH_TYPE(
      row("authType", Type.TEXT)
          .suggests(AuthType.names())
          .environment("DATABRICKS_AUTH_TYPE")
          .profileKey("auth_type")
          .workspaceOnly()
          .says(
              "The way to sign in, of those listed under Signing in. Without it, what is given"
                  + " decides.")),
  /** What databricks-jdbc calls the way to sign in. */
  AUTH_MECH(
      choice("authMech", "3", "11")
          .workspaceOnly()
          .says(
              "As in databricks-jdbc: 3 is authType=pat, 11 is OAuth, of which authFlow says more.")),
  /** What databricks-jdbc calls the way of OAuth. */
  AUTH_FLOW(
      choice("authFlow", "0", "1", "2", "3")
          .aliases("Auth_Flow")
          .workspaceOnly()
          .says(
              "As in databricks-jdbc, beside authMech=11: 0 is authType=pat, 1 oauth-m2m, 2"
                  + " oauth-u2m, 3 databricks-sdk:azure-msi.")),
  /** A personal access token. */
  TOKEN(
      row("token", Type.WORD)
          .aliases("PWD", "password", "Auth_AccessToken")
          .environment("DATABRICKS_TOKEN", "DATABRICKS_API_KEY")
          .profileKey("token")
          .secret()
          .workspaceOnly()
          .says("A personal access token, or another bearer token, without the word Bearer.")),
  /** The user name that tools insist on. */
  USER(
      choice("user", "token")
          .aliases("UID")
          .says(
              "For tools that insist on a user name: the word token; the password is then the"
                  + " token.")),
  /** A service principal's id. */
  CLIENT_ID(
      row("clientId", Type.WORD)
          .aliases("OAuth2ClientId")
          .environment("DATABRICKS_CLIENT_ID")
          .profileKey("client_id")
          .workspaceOnly()
          .says(
              "The client id of a service principal, for oauth-m2m, and where it has a federation"
                  + " policy of its own for the ways that end in oidc; of your own OAuth app for"
                  + " oauth-u2m, which is databricks-cli otherwise.")),
  /** A service principal's secret. */
  CLIENT_SECRET(
      row("clientSecret", Type.WORD)
          .aliases("OAuth2Secret")
          .environment("DATABRICKS_CLIENT_SECRET")
          .profileKey("client_secret")
          .secret()
          .workspaceOnly()
          .says("The OAuth secret of the service principal, for oauth-m2m.")),
  /** What is asked for. */
  SCOPES(
      row("scopes", Type.ASCII)
          .aliases("Auth_Scope")
          .byDefault("all-apis")
          .workspaceOnly()
          .says(
              "The OAuth scopes to ask for, separated by spaces. For oauth-u2m, offline_access is"
                  + " asked for too unless you set them; without it, a browser opens for each"
                  + " token.")),
  /** Where a person's sign-in is kept. */
  TOKEN_FILE(
      row("tokenFile", Type.TEXT)
          .workspaceOnly()
          .notInUrl()
          .says(
              "Where oauth-u2m keeps what it needs to sign in again without a browser, readable by"
                  + " its owner alone; ~/.bricklane/tokens.json unless set; off for nowhere. Not"
                  + " taken from a URL.")),
  /** Where the browser comes back to. */
  REDIRECT_PORT(
      row("redirectPort", Type.ASCII)
          .aliases("OAuth2RedirectUrlPort")
          .environment("DATABRICKS_OAUTH_CALLBACK_PORT")
          .workspaceOnly()
          .says(
              "The ports of this machine that the browser may come back to after oauth-u2m,"
                  + " separated by commas; the first free one is taken. 8020 to 8040 unless set.")),
  /** What opens a browser. */
  BROWSER(
      row("browser", Type.TEXT)
          .workspaceOnly()
          .notInUrl()
          .says(
              "The command that opens a browser for oauth-u2m; the address is its last argument."
                  + " The desktop's own unless set. Not taken from a URL.")),
  /** How long a person has. */
  BROWSER_TIMEOUT(
      duration("browserTimeout", Milliseconds.SECOND, Milliseconds.HOUR)
          .byDefault("2m")
          .workspaceOnly()
          .says("How long oauth-u2m waits for the person at the browser, 1 s to 1 h.")),
  /** The Databricks CLI. */
  CLI_PATH(
      row("cliPath", Type.TEXT)
          .environment("DATABRICKS_CLI_PATH")
          .profileKey("databricks_cli_path")
          .workspaceOnly()
          .notInUrl()
          .says(
              "The Databricks CLI's program for databricks-cli; databricks on the PATH unless set."
                  + " Not taken from a URL.")),
  /** A variable with a token to exchange. */
  OIDC_TOKEN_ENV(
      row("oidcTokenEnv", Type.WORD)
          .environment("DATABRICKS_OIDC_TOKEN_ENV")
          .profileKey("oidc_token_env")
          .workspaceOnly()
          .notInUrl()
          .says(
              "The environment variable with the token that env-oidc exchanges;"
                  + " DATABRICKS_OIDC_TOKEN unless set. Not taken from a URL.")),
  /** A file with a token to exchange. */
  OIDC_TOKEN_FILE(
      row("oidcTokenFile", Type.TEXT)
          .environment("DATABRICKS_OIDC_TOKEN_FILEPATH", "DATABRICKS_OIDC_TOKEN_FILE")
          .profileKey("oidc_token_filepath")
          .workspaceOnly()
          .notInUrl()
          .says(
              "The file with the token that file-oidc exchanges, read again for each exchange. Not"
                  + " taken from a URL.")),
  /** Whom a token that is exchanged is for. */
  TOKEN_AUDIENCE(
      row("tokenAudience", Type.WORD)
          .environment("DATABRICKS_TOKEN_AUDIENCE", "TOKEN_AUDIENCE")
          .profileKey("token_audience")
          .workspaceOnly()
          .notInUrl()
          .says(
              "Whom GitHub's token is to be for, as the federation policy says; the workspace's"
                  + " token endpoint unless set. Not taken from a URL.")),
  /** Posit Connect. */
  CONNECT_SERVER(
      row("connectServer", Type.WORD)
          .environment("CONNECT_SERVER")
          .workspaceOnly()
          .notInUrl()
          .says(
              "The URL of Posit Connect, for posit-connect and posit-connect-viewer. Not taken from"
                  + " a URL.")),
  /** The key for Posit Connect. */
  CONNECT_API_KEY(
      row("connectApiKey", Type.WORD)
          .environment("CONNECT_API_KEY")
          .secret()
          .workspaceOnly()
          .says(
              "The API key for Posit Connect; taken from the same place as connectServer, and sent"
                  + " nowhere else.")),
  /** A viewer's session on Posit Connect. */
  CONNECT_USER_SESSION(
      row("connectUserSession", Type.WORD)
          .secret()
          .workspaceOnly()
          .says(
              "For posit-connect-viewer: what the viewer's request has in its header"
                  + " Posit-Connect-User-Session-Token.")),
  /** The content's own session on Posit Connect. */
  CONNECT_CONTENT_SESSION(
      row("connectContentSession", Type.WORD)
          .environment("CONNECT_CONTENT_SESSION_TOKEN")
          .secret()
          .workspaceOnly()
          .says("For posit-connect: the session of the content, which signs in as itself.")),
  /** A class that gives tokens. */
  TOKEN_SUPPLIER(
      row("tokenSupplier", Type.WORD)
          .workspaceOnly()
          .notInUrl()
          .says(
              "For token-supplier: the name of a class of yours with a public constructor without"
                  + " arguments that implements java.util.function.Supplier of a String, a bearer"
                  + " token. Not taken from a URL.")),
  /** Which section of the profile file to use. */
  PROFILE(
      row("profile", Type.TEXT)
          .environment("DATABRICKS_CONFIG_PROFILE")
          .workspaceOnly()
          .says(
              "The profile of ~/.databrickscfg, or of the file that DATABRICKS_CONFIG_FILE names,"
                  + " that host and credentials are read from.")),
  /** Which API surface to call. */
  SURFACE(
      choice("surface", "auto", "serving", "gateway")
          .byDefault("auto")
          .says(
              "The API that model calls use: serving (/serving-endpoints), gateway"
                  + " (/ai-gateway/mlflow/v1), or auto, which goes by the model's name.")),
  /** Which protocol to ask by. */
  API(
      choice("api", "chat", "completions", "responses", "open_responses", "gemini", "invocations")
          .says(
              "The protocol that models are asked by: chat (chat completions), completions,"
                  + " responses, open_responses, gemini (generateContent) or invocations. Without"
                  + " it, the model decides: chat for most, responses for codex models.")),
  /** Further headers. */
  EXTRA_HEADERS(
      row("extraHeaders", Type.TEXT)
          .secret()
          .says(
              "Further headers of every call but those that sign in, as a JSON object such as"
                  + " {\"x-portkey-provider\":\"openai\"}. Not Authorization.")),
  /** Further fields of the body. */
  EXTRA_BODY(
      row("extraBody", Type.TEXT)
          .secret()
          .says(
              "Further fields of the JSON body of every model call, as a JSON object. What a call"
                  + " says itself counts before them; objects are merged.")),
  /** What to be called. */
  USER_AGENT(
      row("userAgent", Type.ASCII)
          .aliases("UserAgentEntry")
          .environment("BRICKLANE_USER_AGENT", "DATABRICKS_USER_AGENT")
          .says(
              "What your program is called in the User-Agent header: acme/1.2 gives acme_bricklane/ and our version.")),
  /** What calls are accounted by. */
  REQUEST_TAGS(
      row("requestTags", Type.TEXT)
          .aliases("query_tags")
          .says(
              "Tags for the accounting of the workspace's usage: team:bi,app:reports, or a JSON"
                  + " object of texts. Sent with chat completions, completions and embeddings, and"
                  + " with every call on the gateway. A call's usage_context counts before them.")),
  /** The longest wait for a TCP and TLS connection. */
  CONNECT_TIMEOUT(
      duration("connectTimeout", 1, Milliseconds.HOUR)
          .byDefault("10s")
          .says("The longest wait for a TCP and TLS connection, 1 ms to 1 h.")),
  /** Whether the proxy counts. */
  USE_PROXY(
      flag("useProxy")
          .byDefault("true")
          .says(
              "Whether calls go through proxyHost, where that is given. Without it, the JVM's own"
                  + " settings count: https.proxyHost, https.proxyPort, http.nonProxyHosts.")),
  /** A proxy. */
  PROXY_HOST(
      row("proxyHost", Type.WORD)
          .says(
              "The HTTP proxy that calls go through, all but those to this machine: a host name, or"
                  + " host:port.")),
  /** Its port. */
  PROXY_PORT(integer("proxyPort", 1, 65_535).says("The port of proxyHost, 1 to 65535.")),
  /** Who may use the proxy. */
  PROXY_USER(
      row("proxyUser", Type.ASCII)
          .aliases("ProxyUID")
          .says(
              "The user name for a proxy that wants one (Basic). It and the password are sent to"
                  + " the proxy alone, which is spoken to without TLS.")),
  /** With which password. */
  PROXY_PASSWORD(
      row("proxyPassword", Type.TEXT)
          .aliases("ProxyPwd")
          .secret()
          .says("The password of proxyUser.")),
  /** Which hosts need no proxy. */
  PROXY_IGNORE_LIST(
      row("proxyIgnoreList", Type.ASCII)
          .says(
              "Hosts that are called without proxyHost, separated by commas or vertical bars; * stands"
                  + " for any beginning or end, as in *.example.com.")),
  /** Whose certificates are trusted. */
  TRUST_STORE(
      row("trustStore", Type.TEXT)
          .notInUrl()
          .says(
              "A file with the certificates of the authorities to trust instead of those of the"
                  + " JVM (javax.net.ssl.trustStore): PKCS12, JKS or PEM. Not taken from a URL.")),
  /** The trust store's password. */
  TRUST_STORE_PASSWORD(
      row("trustStorePassword", Type.TEXT)
          .aliases("SSLTrustStorePwd")
          .secret()
          .says("The password of trustStore, if it has one.")),
  /** The trust store's type. */
  TRUST_STORE_TYPE(
      choice("trustStoreType", "pkcs12", "jks", "pem")
          .aliases("SSLTrustStoreType")
          .says("What trustStore is: PKCS12, JKS or PEM. Without it, the file's content tells.")),
  /** The longest one call may take. */
  REQUEST_TIMEOUT(
      duration("requestTimeout", 1, Milliseconds.DAY)
          .byDefault("5m")
          .says("The longest one model call may take, its retries included, 1 ms to 24 h.")),
  /** How often a call is sent again. */
  MAX_RETRIES(
      integer("maxRetries", 0, 20)
          .byDefault("3")
          .says(
              "How often a call is sent again after a failure worth retrying: 0 (never) to 20. Not"
                  + " counted, and bounded by requestTimeout alone, is a refusal for the"
                  + " workspace's load (429, 503) by a model that has answered within the last two"
                  + " minutes; one that has not is asked for a minute at least, unless fewer than 3"
                  + " are wanted.")),
  /** The most clients. */
  MAXIMUM_POOL_SIZE(
      integer("maximumPoolSize", 1, 10_000)
          .aliases("HttpConnectionPoolSize")
          .byDefault("16")
          .says("The most clients in the pool, and so the most calls in flight, 1 to 10000.")),
  /** Clients kept idle. */
  MINIMUM_IDLE(
      integer("minimumIdle", 0, 10_000)
          .byDefault("0")
          .says("Clients kept signed in while idle, 0 to maximumPoolSize.")),
  /** The longest wait for a free client. */
  CONNECTION_TIMEOUT(
      duration("connectionTimeout", 250, Milliseconds.DAY)
          .byDefault("30s")
          .says("The longest wait for a free client of the pool, 250 ms to 24 h.")),
  /** How long a client may idle. */
  IDLE_TIMEOUT(
      duration("idleTimeout", Milliseconds.SECOND, Milliseconds.DAY)
          .orZero()
          .byDefault("10m")
          .says("How long a client above minimumIdle may idle, 1 s to 24 h; 0 for ever.")),
  /** How long a client lives. */
  MAX_LIFETIME(
      duration("maxLifetime", Milliseconds.SECOND, Milliseconds.DAY)
          .orZero()
          .byDefault("30m")
          .says("How long a client lives before a new one replaces it, 1 s to 24 h; 0 for ever.")),
  /** How often an idle client is checked. */
  KEEPALIVE_TIME(
      duration("keepaliveTime", Milliseconds.SECOND, Milliseconds.DAY)
          .orZero()
          .byDefault("0")
          .says(
              "How often an idle client is checked, 1 s to 24 h and less than maxLifetime; 0 for"
                  + " never.")),
  /** When a client counts as leaked. */
  LEAK_DETECTION_THRESHOLD(
      duration("leakDetectionThreshold", Milliseconds.SECOND, Milliseconds.DAY)
          .orZero()
          .byDefault("0")
          .says(
              "How long a client may be out of the pool before a warning is logged, 1 s to 24 h;"
                  + " 0 for never.")),
  /** Whether the pool shows itself by JMX. */
  REGISTER_MBEANS(
      flag("registerMbeans").byDefault("false").says("Whether the pool shows itself by JMX.")),
  /** What a failed call does to its statement. */
  ON_ERROR(
      choice("onError", "fail", "null")
          .aliases("on_error")
          .byDefault("fail")
          .says(
              "What a model call that still fails after its retries does: fail, which ends the"
                  + " statement, or null, which gives NULL for its row and a warning. The argument"
                  + " on_error says it for one call.")),
  /** A file of names for models. */
  ALIASES(
      row("aliases", Type.TEXT)
          .says(
              "A YAML file of your own names for models: what they stand for, default parameters,"
                  + " fall-backs and weights. LiteLLM's configuration files (model_list) are"
                  + " understood.")),
  /** A file of prices. */
  PRICES(
      row("prices", Type.TEXT)
          .says(
              "A CSV file of models' prices in US dollars per million tokens, for those that"
                  + " Bricklane does not know or that cost you something else. Its first line is"
                  + " model,input,output; cached_input and above_input_tokens may follow.")),
  /** The most calls of one statement. */
  MAX_CALLS_PER_STATEMENT(
      integer("maxCallsPerStatement", 0, 1_000_000_000_000L)
          .says(
              "The most model calls one statement may make; 0 for none at all. No limit unless"
                  + " set.")),
  /** The most tokens of one statement. */
  MAX_TOKENS_PER_STATEMENT(
      integer("maxTokensPerStatement", 0, 1_000_000_000_000L)
          .says(
              "The most tokens, of prompts and answers together, that one statement may use."
                  + " Before a call they are estimated.")),
  /** The most dollars of one statement. */
  MAX_COST_PER_STATEMENT(
      dollars("maxCostPerStatement", 1_000_000)
          .says(
              "The most that one statement may cost in US dollars, such as 2.50. Calls of models"
                  + " without a known price are then refused.")),
  /** The most calls of one connection. */
  MAX_CALLS_PER_CONNECTION(
      integer("maxCallsPerConnection", 0, 1_000_000_000_000L)
          .says("The most model calls all statements of one connection may make.")),
  /** The most tokens of one connection. */
  MAX_TOKENS_PER_CONNECTION(
      integer("maxTokensPerConnection", 0, 1_000_000_000_000L)
          .says("The most tokens all statements of one connection may use.")),
  /** The most dollars of one connection. */
  MAX_COST_PER_CONNECTION(
      dollars("maxCostPerConnection", 1_000_000)
          .says("The most that all statements of one connection may cost in US dollars.")),
  /** Whether answers are kept across statements. */
  CACHE(
      row("cache", Type.TEXT)
          .byDefault("off")
          .says(
              "Whether answers serve later statements too: off, or memory, where connections of"
                  + " this JVM with the same workspace and credentials share them, or a file that"
                  + " outlives the JVM, written as a path with a slash (~/answers.mv) or after"
                  + " file: (file:answers.mv). Not used with recording.")),
  /** How long an answer is kept. */
  CACHE_TTL(
      duration("cacheTtl", Milliseconds.SECOND, 30 * Milliseconds.DAY)
          .byDefault("1h")
          .says("How long a cached answer may be used, 1 s to 720 h.")),
  /** How much is kept. */
  CACHE_MAX_SIZE(
      size("cacheMaxSize", Bytes.MIB, 64 * Bytes.GIB)
          .byDefault("64MiB")
          .says(
              "The most memory, or room in the file, for cached answers, 1 MiB to 64 GiB, for all"
                  + " connections of this JVM together: the largest that any of them asks for"
                  + " counts.")),
  /** A file of calls that is written or read. */
  RECORDING(
      row("recording", Type.TEXT)
          .says(
              "With record: and the path of a file, each model call and its answer is added to that"
                  + " file as a line of JSON, without secrets; with replay: and the path, answers"
                  + " come from the file alone, without network, host or credentials, and cost"
                  + " nothing.")),
  /** A file of views and prompt templates. */
  INIT(
      row("init", Type.TEXT)
          .environment("BRICKLANE_INIT")
          .notInUrl()
          .says(
              "A file of definitions, read when the connection opens: CREATE VIEW and CREATE"
                  + " FUNCTION, ended by semicolons. Not taken from a URL.")),
  /** A folder of such files. */
  VIEWS(
      row("views", Type.TEXT)
          .environment("BRICKLANE_VIEWS")
          .notInUrl()
          .says(
              "A folder of definitions, read when the connection opens: each .sql file is one as"
                  + " for init, or holds a query and so is a view of the file's name. Not taken"
                  + " from a URL.")),
  /** The folder whose files may be sent. */
  FILES(
      row("files", Type.TEXT)
          .says(
              "A folder: SQL may send the images, sound and films below it to models, and read attached"
                  + " folders below it; no other file. Without it, none.")),
  /** Where the drivers of attached sources are. */
  ATTACH_DRIVERS(
      row("attachDrivers", Type.TEXT)
          .notInUrl()
          .says(
              "A folder with the jars of JDBC drivers for attached sources, beside those on the"
                  + " class path. Not taken from a URL.")),
  /** The most bytes of a request. */
  MAX_REQUEST_SIZE(
      size("maxRequestSize", Bytes.KIB, Bytes.GIB)
          .byDefault("4MiB")
          .says(
              "The most bytes that one request may have, 1 KiB to 1 GiB. Databricks takes 4 MiB for"
                  + " foundation models, and 16 MiB for custom ones."));

  /** What a property's text may be. */
  public enum Type {
    /** Any text without control characters. */
    TEXT,
    /** Printable ASCII, spaces included. */
    ASCII,
    /** Visible ASCII without spaces. */
    WORD,
    /** A whole number. */
    INTEGER,
    /** {@code true}, {@code yes}, {@code on}, {@code 1}, or the opposite. */
    BOOLEAN,
    /** Milliseconds, or a whole number with {@code ms}, {@code s}, {@code m} or {@code h}. */
    DURATION,
    /** Bytes, or a whole number with {@code KiB}, {@code MiB} or {@code GiB}. */
    SIZE,
    /** An amount of money, such as {@code 2.50}. */
    DOLLARS,
    /** One of the choices, without case. */
    CHOICE
  }

  private static final Map<String, ConnectionProperty> BY_NAME = byName();

  private final PropertyRow row;

  ConnectionProperty(PropertyRow row) {
    this.row = row;
  }

  /** Returns the property of that name or alias, in any case. */
  public static Optional<ConnectionProperty> find(String name) {
    return Optional.ofNullable(BY_NAME.get(Ascii.lowerCase(name)));
  }

  /** Returns the property's one name, in camel case. */
  public String key() {
    return row.key;
  }

  /** Returns what its text may be. */
  public Type type() {
    return row.type;
  }

  /** Returns other names for it. */
  public List<String> aliases() {
    return row.aliases;
  }

  /** Returns the values it may have, or an empty list if there are too many to list. */
  public List<String> choices() {
    return row.choices;
  }

  /** Returns the environment variables that give it, the first that is set counting. */
  public List<String> environmentNames() {
    return row.environmentNames;
  }

  /** Returns its key in the profile file. */
  public Optional<String> profileKey() {
    return row.profileKey;
  }

  /** Returns its value when nothing gives one. */
  public Optional<String> defaultValue() {
    return row.defaultValue;
  }

  /** Returns whether its value is never to be shown. */
  public boolean secret() {
    return row.secret;
  }

  /** Returns whether it has no meaning for the embedded workspace, which then refuses it. */
  public boolean workspaceOnly() {
    return row.workspaceOnly;
  }

  /**
   * Returns whether a URL may give it: what runs programs or reads secrets may not be a stranger's.
   */
  boolean mayStandInUrl() {
    return row.inUrl;
  }

  /** Returns what it means, in a sentence or two, with units and range. */
  public String description() {
    return row.description;
  }

  /** Returns whether a duration may be zero, for never, though that is less than the least. */
  boolean zeroAllowed() {
    return row.zeroAllowed;
  }

  /** Returns the least value; milliseconds, bytes or dollars where it is one of these. */
  long min() {
    return row.min;
  }

  /** Returns the greatest value; milliseconds, bytes or dollars where it is one of these. */
  long max() {
    return row.max;
  }

  private static Map<String, ConnectionProperty> byName() {
    Map<String, ConnectionProperty> names = new HashMap<>();
    for (ConnectionProperty property : values()) {
      names.put(Ascii.lowerCase(property.key()), property);
      for (String alias : property.aliases()) {
        names.put(Ascii.lowerCase(alias), property);
      }
    }
    return Map.copyOf(names);
  }
}
