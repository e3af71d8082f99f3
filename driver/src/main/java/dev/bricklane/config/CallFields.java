package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.API;
import static dev.bricklane.config.ConnectionProperty.EXTRA_BODY;
import static dev.bricklane.config.ConnectionProperty.EXTRA_HEADERS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bricklane.config.DriverConfig.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what every model call is sent with: the protocol, further headers and body fields. */
final class CallFields {
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  /** These are set by Bricklane, or belong to the connection. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "proxy-authorization",
          "te",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private static final Set<String> OWN_FIELDS =
      Set.of("model", "messages", "input", "contents", "prompt", "stream");

  private CallFields() {}

  /**
   * Reads them.
   *
   * @param foreign headers in databricks-jdbc's words, added to those in ours
   */
  static Wire read(Values values, Problems problems, List<ForeignHeader> foreign) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.checked(
        EXTRA_HEADERS,
        (property, text) -> {
          headers.putAll(headers(Values.allowedText(property, text)));
          return text;
        });
    for (ForeignHeader header : foreign) {
      try {
        checkHeader(header.name(), header.value());
        if (headers.putIfAbsent(header.name(), header.value()) == null
            && values.given(EXTRA_HEADERS).isEmpty()) {
          values.remember(EXTRA_HEADERS, header.value(), header.givenAs());
        }
      } catch (InvalidValueException wrong) {
        problems.add(header.where(), wrong.reason());
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    values.checked(
        EXTRA_BODY,
        (property, text) -> {
          body.putAll(body(text));
          return text;
        });
    return new Wire(values.choice(API), headers, body);
  }

  private static Map<String, String> headers(String text) throws InvalidValueException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : object(text).entrySet()) {
      headers.put(entry.getKey(), checkHeader(entry.getKey(), entry.getValue()));
    }
    return headers;
  }

  /** Returns the value, if it may be sent under that name. */
  private static String checkHeader(String name, @Nullable Object value)
      throws InvalidValueException {
    if (!isHeaderName(name)) {
      throw new InvalidValueException("holds a name that is no header's");
    }
    if (OWN_HEADERS.contains(Ascii.lowerCase(name))) {
      throw new InvalidValueException(
          "must not set " + name + (name.equalsIgnoreCase("user-agent") ? "; see userAgent" : ""));
    }
    if (!(value instanceof String text) || !Ascii.isPrintable(text)) {
      throw new InvalidValueException(
          "must have a text of ASCII without control characters for " + name);
    }
    return text;
  }

  static boolean isHeaderName(String text) {
    return HEADER_NAME.matcher(text).matches();
  }

  private static Map<String, Object> body(String text) throws InvalidValueException {
    Map<String, Object> body = object(text);
    for (String name : body.keySet()) {
      if (OWN_FIELDS.contains(name)) {
        throw new InvalidValueException("must not set " + name + ", which each call sets");
      }
    }
    return body;
  }

  static Map<String, Object> object(String text) throws InvalidValueException {
    try {
      Map<String, Object> object =
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
      if (object != null) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Its message would repeat pieces of the value.
    }
    throw new InvalidValueException("must be a JSON object, such as {\"name\":\"value\"}");
  }
}
