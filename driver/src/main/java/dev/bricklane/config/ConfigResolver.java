package dev.bricklane.config;

import dev.bricklane.config.AttachedSource.NamedSetting;
import dev.bricklane.config.DriverConfig.Setting;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link DriverConfig} of everything that may say something about a connection.
 *
 * <p>A value is taken from the first of these that has it; an empty value counts as none:
 *
 * <ol>
 *   <li>the JDBC URL, as {@link JdbcUrl} reads it;
 *   <li>the {@link Properties};
 *   <li>the profile that one of these two names in {@code profile};
 *   <li>the environment variables of Databricks' own tools, then LiteLLM's ({@code
 *       DATABRICKS_API_KEY}, {@code DATABRICKS_API_BASE});
 *   <li>the profile that {@code DATABRICKS_CONFIG_PROFILE} names, or the profile file's default
 *       one, read only if host or credentials are still missing;
 *   <li>the property's default.
 * </ol>
 *
 * <p>Environment and profiles give the host and the credentials, nothing else.
 *
 * <p>Credentials are never mixed: all come from the first place that has any, URL and Properties
 * counting as one place. Two things are no credentials of a workspace's and may stand elsewhere:
 * where a token lies that is to be exchanged, and Posit Connect's server and key, which stay
 * together. What the surroundings offer unasked (GitHub Actions, Posit Connect) is taken only if no
 * place has anything. Credentials of the environment or a profile are for the host and port that
 * stand beside them, if any do. They are not used for another one: the search goes on, except
 * behind a profile that URL or Properties name, and if nothing else is found the error says so. A
 * place's {@code authType} counts for the credentials of that place and of those below.
 *
 * <p>{@code jdbc:bricklane:embedded} reads neither environment nor profile, and refuses a host and
 * credentials.
 *
 * <p>No error repeats a value, be it secret or not. Stateless and thread-safe.
 */
public final class ConfigResolver {
  /** The order in which the places are asked, in short, for people. */
  static final String ORDER =
      "URL, Properties, the profile named there, environment, the default profile";

  private ConfigResolver() {}

  /**
   * Resolves and checks all settings of a connection.
   *
   * @param url the JDBC URL
   * @param info what the caller gave besides; null for nothing
   * @param environment where environment variables and the profile file are read from
   * @throws BricklaneException with {@link ErrorCode#INVALID_CONFIGURATION}, and a message that has
   *     every mistake on a line of its own; or with {@link ErrorCode#MISSING_CREDENTIALS} if
   *     everything is right, but there is nothing to sign in with
   */
  public static DriverConfig resolve(
      String url, @Nullable Properties info, Environment environment) {
    Problems problems = new Problems();
    Optional<DriverConfig> config =
        new Resolution(environment, problems).run(JdbcUrl.parse(url, problems), info);
    problems.throwIfAny();
    return config.orElseThrow(
        () -> new BricklaneException(ErrorCode.INTERNAL, "No mistake, but no configuration"));
  }

  /**
   * Describes every property, in the enum's order, for {@code Driver.getPropertyInfo}. Never throws
   * for a wrong or incomplete configuration: what is wrong is shown as if it were not there.
   *
   * @param url the JDBC URL as far as it is known; null or only its beginning will do
   * @param info what the caller gave besides; null for nothing
   * @param environment where environment variables and the profile file are read from
   */
  public static List<PropertyDescription> describe(
      @Nullable String url, @Nullable Properties info, Environment environment) {
    Problems ignored = new Problems();
    JdbcUrl parsed = JdbcUrl.parse(url == null ? JdbcUrl.PREFIX : url, ignored);
    boolean embedded = parsed.kind() == JdbcUrl.Kind.EMBEDDED;
    Resolution resolution = new Resolution(environment, ignored);
    resolution.run(
        embedded ? parsed : new JdbcUrl(JdbcUrl.Kind.WORKSPACE, parsed.address(), parsed.pairs()),
        info);
    Map<ConnectionProperty, Setting> settings =
        resolution.settings().stream()
            .collect(Collectors.toMap(Setting::property, Function.identity()));
    return Arrays.stream(ConnectionProperty.values())
        .map(property -> {
          Optional<String> value = Optional.ofNullable(settings.get(property)).map(Setting::value);
          return new PropertyDescription(
              property,
              property.secret() ? Optional.empty() : value.or(property::defaultValue),
              property == ConnectionProperty.HOST && !embedded && value.isEmpty(),
              property.choices(),
              property.description() + places(property));
        })
        .toList();
  }

  /**
   * Describes the properties of attached sources, for {@code Driver.getPropertyInfo}: those of each
   * source that is given, and those of one called {@code <name>}. Never throws, as {@link
   * #describe}.
   */
  public static List<NamedSetting> describeAttached(
      @Nullable String url, @Nullable Properties info, Environment environment) {
    Problems ignored = new Problems();
    Resolution resolution = new Resolution(environment, ignored);
    resolution.run(JdbcUrl.parse(url == null ? JdbcUrl.PREFIX : url, ignored), info);
    List<NamedSetting> all = new ArrayList<>();
    resolution.attached().forEach(source -> all.addAll(source.settings()));
    for (AttachProperty property : AttachProperty.values()) {
      all.add(new NamedSetting(property.key("<name>"), "", "", property.description()));
    }
    return all;
  }

  private static String places(ConnectionProperty property) {
    if (property.environmentNames().isEmpty()) {
      return "";
    }
    return " Environment: "
        + String.join(", ", property.environmentNames())
        + property.profileKey().map(key -> "; profile file: " + key).orElse("")
        + ". The first that has a value counts: "
        + ORDER
        + ".";
  }
}
