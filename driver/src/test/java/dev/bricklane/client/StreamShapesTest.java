package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every shape that streams of models and agents are known to have, each by the lines that come, and
 * what is read of them: text, reasoning, why it ended, calls of tools, tokens.
 */
class StreamShapesTest {
  private static final String CALL =
      "[{\"id\":\"t0\",\"type\":\"function\",\"function\":"
          + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]";

  /** One shape; what is null is not there. */
  private enum Shape {
    USAGE_IN_EVERY_CHUNK(
        Api.CHAT,
        """
        {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null,"logprobs":null}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}
        {"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}
        {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}
        """,
        "Hello",
        null,
        "stop",
        null,
        new Usage(5, 3, 8)),
    USAGE_IN_A_CHUNK_OF_ITS_OWN(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":null}
        {"choices":[{"index":0,"delta":{"content":"Hello"}}],"usage":null}
        {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}
        {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}
        """,
        "Hello",
        null,
        "stop",
        null,
        new Usage(5, 3, 8)),
    USAGE_WITHOUT_A_COUNT(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}
        {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":null,"total_tokens":null}}
        """,
        "Hello",
        null,
        "stop",
        null,
        new Usage(5, 3, 8)),
    USAGE_WITH_THE_LAST_CHUNK(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"content":"Hel"}}]}
        {"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"length"}],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}
        """,
        "Hello",
        null,
        "length",
        null,
        new Usage(5, 3, 8)),
    REASONING_AS_LISTS(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Let me ","signature":""}]}]}}]}
        {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"think.","signature":""}]}]}}]}
        {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"","signature":"c2ln"}]}]}}]}
        {"choices":[{"index":0,"delta":{"content":"Hello"}}]}
        {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
        """,
        "Hello",
        "Let me think.",
        "stop",
        null,
        Usage.UNKNOWN),
    CITATIONS_AS_EMPTY_TEXTS(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"content":"Hel"}}]}
        {"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"","citations":[{"type":"char_location"}]}]}}]}
        {"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}
        """,
        "Hello",
        null,
        "stop",
        null,
        Usage.UNKNOWN),
    TOOL_CALL_IN_FRAGMENTS(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"t0","type":"function","function":{"name":"f","arguments":""}}]}}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\""}}]}}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}
        {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
        """,
        null,
        null,
        "tool_calls",
        CALL,
        Usage.UNKNOWN),
    TOOL_CALL_THAT_BEGINS_AS_AN_EMPTY_OBJECT(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t0","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\":1}"}}]},"finish_reason":"tool_calls"}]}
        """,
        null,
        null,
        "tool_calls",
        CALL,
        Usage.UNKNOWN),
    UNKNOWN_REASON(
        Api.CHAT,
        """
        {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"something_new"}]}
        """,
        "Hello",
        null,
        "something_new",
        null,
        Usage.UNKNOWN),
    TEXT_BESIDE_THE_DELTA(
        Api.CHAT,
        """
        {"choices":[{"index":0,"text":"","delta":{"content":"Hello"},"finish_reason":"stop"}]}
        """,
        "Hello",
        null,
        "stop",
        null,
        Usage.UNKNOWN),
    CHAT_AGENT_WITHOUT_CHOICES(
        Api.INVOCATIONS,
        """
        {"trace_id":"tr"}
        {"id":"1","delta":{"role":"assistant","content":"Hel","id":"m1"}}
        {"id":"1","delta":{"role":"assistant","content":"lo","id":"m1"},"custom_outputs":{"k":1}}
        """,
        "Hello",
        null,
        null,
        null,
        Usage.UNKNOWN),
    CHAT_AGENT_WITH_EMPTY_CHOICES(
        Api.CHAT,
        """
        {"delta":{"role":"assistant","content":"","id":"m1","tool_calls":[{"id":"t0","type":"function","function":{"name":"f","arguments":"{}"}}]},"choices":[]}
        {"delta":{"role":"tool","name":"f","tool_call_id":"t0","content":"42","attachments":{},"id":"m2"},"choices":[]}
        {"delta":{"role":"assistant","content":"Hello","id":"m3"},"choices":[]}
        """,
        "Hello",
        null,
        null,
        null,
        Usage.UNKNOWN),
    RESPONSES(
        Api.RESPONSES,
        """
        {"type":"response.created","response":{"id":"r","object":"response","status":"in_progress","output":[]}}
        {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs","summary":[]}}
        {"type":"response.reasoning_summary_text.delta","item_id":"rs","summary_index":0,"delta":"Let me "}
        {"type":"response.reasoning_summary_text.delta","item_id":"rs","summary_index":0,"delta":"think."}
        {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"Let me think."}]}}
        {"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"m1","role":"assistant","content":[]}}
        {"type":"response.content_part.added","item_id":"m1","output_index":1,"content_index":0,"part":{"type":"output_text","text":""}}
        {"type":"response.output_text.delta","item_id":"m1","output_index":1,"content_index":0,"delta":"Hel","sequence_number":6,"logprobs":[]}
        {"type":"response.output_text.delta","item_id":"m1","output_index":1,"content_index":0,"delta":"lo"}
        {"type":"response.output_text.annotation.added","item_id":"m1","output_index":1,"annotation":{"type":"url_citation","url":"u","title":"t"}}
        {"type":"response.content_part.done","item_id":"m1","output_index":1,"part":{"type":"output_text","text":"Hello"}}
        {"type":"response.output_item.done","output_index":1,"item":{"type":"message","id":"m1","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}}
        {"type":"response.completed","response":{"id":"r","status":"completed","usage":{"input_tokens":5,"output_tokens":3,"total_tokens":8,"input_tokens_details":null}}}
        """,
        "Hello",
        "Let me think.",
        "stop",
        null,
        new Usage(5, 3, 8)),
    RESPONSES_SPELT_IN_THE_PLURAL(
        Api.RESPONSES,
        """
        {"type":"response.output_text.delta","item_id":"m1","delta":"Hello"}
        {"type":"responses.completed","response":{"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":5,"output_tokens":3,"total_tokens":8}}}
        """,
        "Hello",
        null,
        "length",
        null,
        new Usage(5, 3, 8)),
    RESPONSES_WITH_A_TOOL_CALL(
        Api.RESPONSES,
        """
        {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc","call_id":"t0","name":"f","arguments":""}}
        {"type":"response.function_call_arguments.delta","item_id":"fc","output_index":0,"delta":"{\\"a\\""}
        {"type":"response.function_call_arguments.delta","item_id":"fc","output_index":0,"delta":":1}"}
        {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"fc","call_id":"t0","name":"f","arguments":"{\\"a\\":1}"}}
        {"type":"response.completed","response":{"status":"completed"}}
        """,
        null,
        null,
        "tool_calls",
        CALL,
        Usage.UNKNOWN),
    RESPONSES_OF_AGENTS_IN_WHOLE_ITEMS(
        Api.RESPONSES,
        """
        {"type":"response.output_item.done","item":{"type":"function_call","id":"fc","call_id":"t0","name":"f","arguments":"{}"}}
        {"type":"function_call_output","call_id":"t0","output":"42"}
        {"trace_id":"tr"}
        {"type":"response.output_item.done","item":{"type":"message","id":"m1","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}}
        {"type":"some.new.event"}
        """,
        "Hello",
        null,
        "stop",
        null,
        Usage.UNKNOWN);

    private final Api api;
    private final String events;
    private final String text;
    private final String reasoning;
    private final String reason;
    private final String toolCalls;
    private final Usage usage;

    Shape(
        Api api,
        String events,
        String text,
        String reasoning,
        String reason,
        String toolCalls,
        Usage usage) {
      this.api = api;
      this.events = events;
      this.text = text;
      this.reasoning = reasoning;
      this.reason = reason;
      this.toolCalls = toolCalls;
      this.usage = usage;
    }
  }

  /** The frames that events come in. */
  private enum Frame {
    USUAL("data: ", "\n\n", "data: [DONE]\n\n"),
    WITHOUT_DATA("", "\n", "data: [DONE]\n"),
    WITHOUT_BLANK_LINES("data:", "\n", "data:[DONE]"),
    WITH_CARRIAGE_RETURNS("data: ", "\r\n\r\n", "data: [DONE]\r\n\r\n"),
    WITH_COMMENTS(": ping\n\nid: 7\ndata: ", "\n\n", ": bye\n\ndata: [DONE]\n\n"),
    WITHOUT_DONE("data: ", "\n\n", "");

    private final String before;
    private final String after;
    private final String done;

    Frame(String before, String after, String done) {
      this.before = before;
      this.after = after;
      this.done = done;
    }

    String around(String events) {
      StringBuilder body = new StringBuilder();
      events.lines().forEach(line -> body.append(before).append(line).append(after));
      return body.append(done).toString();
    }
  }

  private static Stream<Arguments> shapesInFrames() {
    return Stream.of(Shape.values())
        .flatMap(shape -> Stream.of(Frame.values()).map(frame -> Arguments.of(shape, frame)));
  }

  @ParameterizedTest
  @MethodSource("shapesInFrames")
  void reads(Shape shape, Frame frame) {
    Streamed stream = Streamed.by(shape.api, frame.around(shape.events));
    ChatCompletion answer = stream.answer();
    if (shape.text == null) {
      assertThat(answer.content()).isNullOrEmpty();
      assertThat(stream.text()).isEmpty();
    } else {
      assertThat(answer.content()).isEqualTo(shape.text);
      assertThat(stream.text()).isEqualTo(shape.text);
    }
    // An agent may go on with another message, which then is the answer.
    boolean agent = shape.name().startsWith("CHAT_AGENT");
    assertThat(stream.settled()).isEqualTo(agent ? "" : stream.text());
    assertThat(answer.reasoning()).isEqualTo(shape.reasoning);
    assertThat(stream.reasoning()).isEqualTo(shape.reasoning == null ? "" : shape.reasoning);
    assertThat(answer.finishReason()).isEqualTo(shape.reason);
    assertThat(answer.details().toolCalls()).isEqualTo(shape.toolCalls);
    assertThat(answer.usage()).isEqualTo(shape.usage);
  }

  @ParameterizedTest
  @EnumSource
  void takesAnErrorForAnErrorWhateverCameBefore(Shape shape) {
    String first = shape.events.lines().findFirst().orElseThrow();
    for (String error :
        new String[] {
          "{\"error\":\"REQUEST_LIMIT_EXCEEDED: slow down\"}",
          "{\"error\":{\"message\":\"slow down\",\"code\":429}}",
          "{\"error_code\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"slow down\"}",
          "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\","
              + "\"param\":null,\"sequence_number\":3}"
        }) {
      assertFails(
          shape.api, Frame.USUAL.around(first + "\n" + error + "\n"), ErrorCode.RATE_LIMITED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}",
        "{\"type\":\"response.output_text.delta\",\"item_id\":\"m1\",\"delta\":\"Hel\"}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}]}}]}"
      })
  void refusesWhatBreaksOff(String event) {
    assertFails(
        event.contains("candidates") ? Api.GEMINI : Api.CHAT,
        "data: " + event + "\n\n",
        ErrorCode.MALFORMED_ANSWER);
  }

  private static void assertFails(Api api, String body, ErrorCode code) {
    assertThatThrownBy(() -> Streamed.by(api, body))
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
