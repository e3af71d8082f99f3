package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsIT {
  private static final String CITY =
      "{'type':'function','function':{'name':'get_weather','parameters':{'type':'object',"
          + "'properties':{'city':{'type':'string'}},'required':['city']}}}";
  private static final String CLOCK = "{'type':'function','function':{'name':'what_time'}}";
  private static final String TOOLS = ",'tools':[" + CITY + "," + CLOCK + "]";

  @RegisterExtension static final RunningWorkspace RUNNING = new RunningWorkspace(described());

  private static final RawClient CLIENT = RUNNING.client;

  private static EmbeddedWorkspace.Builder described() {
    ServedEndpoint braces =
        new ServedEndpoint("braces", Task.CHAT, Family.CLAUDE, "braces first", true);
    return EmbeddedWorkspace.builder().endpoint(braces.with(Trait.BRACES_FIRST));
  }

  @Test
  void callsTheToolThatThePromptNames() {
    Answer answer = ask("embedded-gpt-like", "What does get_weather say? city: Oslo", TOOLS);
    assertThat(answer.choice().path("finish_reason").asText()).isEqualTo("tool_calls");
    JsonNode calls = answer.choice().path("message").path("tool_calls");
    assertThat(calls).hasSize(1);
    assertThat(calls.path(0).path("type").asText()).isEqualTo("function");
    assertThat(calls.path(0).path("id").asText()).startsWith("call_");
    assertThat(arguments(calls.path(0))).isEqualTo("{\"city\":\"Oslo\"}");
    assertThat(answer.choice().path("message").path("content").isNull()).isTrue();
  }

  @Test
  void answersInWordsIfNoToolIsNamedOrNoneIsAllowed() {
    for (String choice : new String[] {"", ",'tool_choice':'auto'"}) {
      assertThat(ask("embedded-responder", "hello", TOOLS + choice).content()).contains("hello");
    }
    assertThat(ask("embedded-responder", "get_weather", TOOLS + ",'tool_choice':'none'").content())
        .contains("get_weather");
  }

  @Test
  void callsSeveralAtOnceUnlessThatIsForbidden() {
    String prompt = "Say get weather and what time, city: Rome";
    assertThat(calls(ask("embedded-gpt-like", prompt, TOOLS))).hasSize(2);
    JsonNode one = calls(ask("embedded-gpt-like", prompt, TOOLS + ",'parallel_tool_calls':false"));
    assertThat(one).hasSize(1);
  }

  @Test
  void mustCallWhenItIsRequiredOrForced() {
    JsonNode required = calls(ask("embedded-responder", "x", TOOLS + ",'tool_choice':'required'"));
    assertThat(required.path(0).path("function").path("name").asText()).isEqualTo("get_weather");
    JsonNode forced =
        calls(
            ask(
                "embedded-responder",
                "x",
                TOOLS + ",'tool_choice':{'type':'function','function':{'name':'what_time'}}"));
    assertThat(arguments(forced.path(0))).isEqualTo("{}");
  }

  @Test
  void relaysWhatTheToolAnswered() {
    for (String model : new String[] {"embedded-gpt-like", "embedded-claude-like"}) {
      Answer answer =
          CLIENT.chat(
              "{'model':'"
                  + model
                  + "','messages':[{'role':'user','content':'get_weather'},"
                  + "{'role':'assistant','content':null,'tool_calls':[{'id':'c1',"
                  + "'type':'function','function':{'name':'get_weather','arguments':'{}'}}]},"
                  + "{'role':'tool','tool_call_id':'c1','content':'12 degrees'}]"
                  + TOOLS
                  + "}");
      assertThat(answer.content()).contains("get_weather answered \"12 degrees\"");
      assertThat(answer.choice().path("finish_reason").asText()).isEqualTo("stop");
    }
  }

  @Test
  void strictFamiliesRefuseAnAnswerThatNobodyCalledFor() {
    for (String model : new String[] {"embedded-gpt-like", "embedded-claude-like"}) {
      Answer answer =
          CLIENT.chat(
              "{'model':'"
                  + model
                  + "','messages':[{'role':'user','content':'x'},"
                  + "{'role':'tool','tool_call_id':'c9','content':'12'}]}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("tool_call_id");
    }
  }

  @Test
  void streamsCallsInFragmentsOfWhichOnlyTheFirstNamesIt() {
    Answer answer =
        ask("embedded-gpt-like", "get_weather city: Trondheim", TOOLS + ",'stream':true");
    List<JsonNode> events = Events.of(answer);
    List<JsonNode> calls =
        events.stream()
            .map(event -> event.at("/choices/0/delta/tool_calls/0"))
            .filter(JsonNode::isObject)
            .toList();
    assertThat(calls.get(0).path("id").asText()).isNotEmpty();
    assertThat(calls.get(0).path("function").path("name").asText()).isEqualTo("get_weather");
    assertThat(calls.subList(1, calls.size())).noneMatch(call -> call.has("id"));
    assertThat(calls).allMatch(call -> call.path("index").isInt());
    assertThat(Events.joined(events, "/choices/0/delta/tool_calls/0/function/arguments"))
        .isEqualTo("{\"city\":\"Trondheim\"}");
    assertThat(Events.joined(events, "/choices/0/finish_reason")).isEqualTo("tool_calls");
  }

  @Test
  void someStreamsStartWithBracesThatDoNotCount() {
    List<JsonNode> events =
        Events.of(ask("braces", "get_weather city: Rome", TOOLS + ",'stream':true"));
    assertThat(Events.joined(events, "/choices/0/delta/tool_calls/0/function/arguments"))
        .isEqualTo("{}{\"city\":\"Rome\"}");
  }

  @Test
  void geminiWantsItsSignatureBack() {
    JsonNode call = calls(ask("embedded-gemini-like", "get_weather city: Rome", TOOLS)).path(0);
    assertThat(call.path("id").asText()).isEqualTo("get_weather");
    assertThat(call.path("thoughtSignature").asText()).isNotEmpty();
    String history =
        "{'model':'embedded-gemini-like','messages':[{'role':'user','content':'x'},"
            + "{'role':'assistant','tool_calls':[%s]},"
            + "{'role':'tool','tool_call_id':'get_weather','content':'12'}]}";
    assertThat(CLIENT.chat(history.formatted(call)).status()).isEqualTo(200);
    Answer without =
        CLIENT.chat(history.formatted(call.toString().replace("thoughtSignature", "other")));
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.message())
        .isEqualTo("Function call is missing a thought_signature in functionCall parts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'tools':'x'",
        "'tools':[{'type':'magic'}]",
        "'tools':[{'type':'function','function':{}}]",
        "'tools':[{'type':'function','function':{'name':'not a name'}}]",
        "'tools':[{'type':'function','function':{'name':'f','parameters':[]}}]",
        "'tool_choice':'always'",
        "'tool_choice':{'type':'function','function':{'name':'f'}}",
        "'parallel_tool_calls':'yes'",
      })
  void refusesBadTools(String field) {
    Answer answer = ask("embedded-responder", "x", "," + field);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(answer.message()).contains(field.substring(1, field.indexOf('\'', 1)));
  }

  @Test
  void refusesMoreThan32Tools() {
    String many = (CLOCK + ",").repeat(33);
    String tools = ",'tools':[" + many.substring(0, many.length() - 1) + "]";
    assertThat(ask("embedded-responder", "x", tools).message()).contains("at most 32");
  }

  private static Answer ask(String model, String prompt, String fields) {
    return CLIENT.chat(
        "{'model':'"
            + model
            + "','messages':[{'role':'user','content':'"
            + prompt
            + "'}]"
            + fields
            + "}");
  }

  private static JsonNode calls(Answer answer) {
    return answer.choice().path("message").path("tool_calls");
  }

  private static String arguments(JsonNode call) {
    return call.path("function").path("arguments").asText();
  }
}
