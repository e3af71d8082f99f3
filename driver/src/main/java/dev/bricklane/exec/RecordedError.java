package dev.bricklane.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import java.util.Arrays;
import java.util.Set;

/** Errors as a recording has them: those that belong to the request, not to the moment. */
final class RecordedError {
  /** These say something of the person, the network or this process. */
  private static final Set<ErrorCode> PASSING =
      Set.of(
          ErrorCode.CANCELLED,
          ErrorCode.DEADLINE_EXCEEDED,
          ErrorCode.POOL_EXHAUSTED,
          ErrorCode.CONNECTION_CLOSED,
          ErrorCode.BAD_CREDENTIALS,
          ErrorCode.MISSING_CREDENTIALS,
          ErrorCode.FILE_UNUSABLE,
          ErrorCode.INTERNAL);

  private RecordedError() {}

  /** Returns whether an error is recorded. */
  static boolean belongsToRequest(BricklaneException error) {
    return !error.code().ofNetwork() && !PASSING.contains(error.code());
  }

  static ObjectNode of(BricklaneException error, SecretMask mask) {
    Origin origin = error.origin();
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("code", error.code().label());
    fields.put("message", mask.apply(String.valueOf(error.getMessage())));
    fields.put("http_status", origin.httpStatus());
    fields.put("service_code", mask.orNull(origin.serviceCode()));
    fields.put("request_id", mask.orNull(origin.requestId()));
    return fields;
  }

  /** Reads an error, which says that nothing was sent. */
  static BricklaneException read(JsonNode fields) {
    String label = RecordedAnswer.text(fields, "code");
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(known -> known.label().equals(label))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("code is no error code"));
    Integer status = RecordedAnswer.number(fields, "http_status");
    return new BricklaneException(
        code,
        String.valueOf(RecordedAnswer.text(fields, "message")),
        new Origin(
            status == null ? 0 : status,
            RecordedAnswer.text(fields, "service_code"),
            RecordedAnswer.text(fields, "request_id"),
            0),
        null);
  }
}
