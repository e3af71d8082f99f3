package dev.bricklane.sql;

import dev.bricklane.client.Api;
import dev.bricklane.client.CallOptions;
import dev.bricklane.config.DriverConfig.Surface;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The arguments that say how a call is sent: {@code api}, {@code surface}, {@code headers}. */
final class CallOptionArguments {
  /** Credentials are the connection's, and what frames a message is the transport's. */
  private static final Set<String> NOT_YOURS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "host",
          "content-length",
          "content-type",
          "connection",
          "expect",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

  private CallOptionArguments() {}

  static CallOptions of(ArgumentValues arguments) {
    Api api = constant(arguments, "api", Api.class);
    Surface surface = constant(arguments, "surface", Surface.class);
    Map<String, String> headers = headers(arguments);
    return api == null && surface == null && headers.isEmpty()
        ? CallOptions.USUAL
        : new CallOptions(api, surface, headers);
  }

  private static <E extends Enum<E>> @Nullable E constant(
      ArgumentValues arguments, String name, Class<E> type) {
    String text = RequestFields.constant(arguments, name);
    if (text == null) {
      return null;
    }
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(text)) {
        return each;
      }
    }
    throw arguments.refuse(
        name,
        "must be one of these: "
            + String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }

  private static Map<String, String> headers(ArgumentValues arguments) {
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, Object> given = JsonArguments.object(arguments, "headers");
    if (given != null) {
      given.forEach((name, value) -> {
        if (!NAME.matcher(name).matches()) {
          throw arguments.refuse("headers", "has a name that is no header's");
        }
        if (NOT_YOURS.contains(name.toLowerCase(Locale.ROOT))) {
          throw arguments.refuse("headers", "must not have " + name);
        }
        if (!(value instanceof String text) || !VALUE.matcher(text).matches()) {
          throw arguments.refuse(
              "headers", "has a value of %s that is no text in ASCII".formatted(name));
        }
        headers.put(name, text);
      });
    }
    return headers;
  }
}
