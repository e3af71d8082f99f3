package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFillerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PROMPTS =
      List.of(
          "",
          "no facts at all",
          "Invoice 17: total: 1,250.50 due 2024-05-01, write to ann@example.com or bob@test.org",
          "urgent: yes, age = -3, 99999999999999999999, 0.5, see https://example.com/x.",
          "2.5 and 3",
          "x".repeat(5000));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'string'}",
        "{'type':'string','minLength':5,'maxLength':8}",
        "{'type':'string','format':'email'}",
        "{'type':'string','format':'date'}",
        "{'type':'integer'}",
        "{'type':'integer','minimum':3,'maximum':5}",
        "{'type':'integer','exclusiveMinimum':3,'multipleOf':4}",
        "{'type':'integer','maximum':-7}",
        "{'type':'integer','minimum':2.5}",
        "{'type':'integer','multipleOf':0.5}",
        "{'type':'integer','multipleOf':0.3,'minimum':1}",
        "{'type':'integer','multipleOf':2.5,'minimum':1}",
        "{'type':'array','items':{'type':'integer','multipleOf':0.5}}",
        "{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':0.1}",
        "{'type':'number','exclusiveMaximum':-2}",
        "{'type':'boolean'}",
        "{'type':'null'}",
        "{'type':['integer','null']}",
        "{'type':['string','null']}",
        "{'type':['null','number']}",
        "{'enum':['low','high',3,null]}",
        "{'const':{'a':[1]}}",
        "{'type':'array','items':{'type':'integer'},'minItems':2,'maxItems':3}",
        "{'type':'array','items':{'type':'string','format':'email'},'maxItems':1}",
        "{'type':'array','items':{'enum':['urgent','invoice']}}",
        "{'type':'array','maxItems':0,'items':{'type':'string'}}",
        "{'type':'array'}",
        "{'type':'object','required':['other'],'properties':{'urgent':{'type':'boolean'},"
            + "'lines':{'type':'array','minItems':1,'items':{'type':'object','required':['n'],"
            + "'properties':{'n':{'type':'number','minimum':0,'maximum':1}}}}}}",
        "{'anyOf':[{'type':'integer'},{'type':'null'}]}",
      })
  void everyValueConforms(String schema) {
    JsonNode parsed = parse(schema);
    for (String prompt : PROMPTS) {
      JsonNode value = parse(SchemaFiller.fill(parsed, prompt).toString());
      assertThat(SchemaCheck.problems(parsed, value)).as("%s", value).isEmpty();
      assertThat(parse(SchemaFiller.fill(parsed, prompt).toString())).isEqualTo(value);
    }
  }

  @Test
  void takesFactsFromThePrompt() {
    String prompt = PROMPTS.get(2);
    assertFills("{'type':'number'}", "17", prompt);
    assertFills("{'properties':{'total':{'type':'number'}}}", "{'total':1250.50}", prompt);
    assertFills(
        "{'properties':{'due_date':{'type':'string'}}}", "{'due_date':'2024-05-01'}", prompt);
    assertFills(
        "{'type':'array','items':{'type':'string','format':'email'}}",
        "['ann@example.com','bob@test.org']",
        prompt);
    assertFills(
        "{'properties':{'first_email':{'type':'string'},'second_email':{'type':'string'}}}",
        "{'first_email':'ann@example.com','second_email':'bob@test.org'}",
        prompt);
    assertFills("{'properties':{'urgent':{'type':'boolean'}}}", "{'urgent':true}", PROMPTS.get(3));
    assertFills("{'properties':{'age':{'type':'integer'}}}", "{'age':-3}", PROMPTS.get(3));
    assertFills("{'type':'array','items':{'type':'number'}}", "[1,2,3.5]", "1, 2 and 3.5");
    assertFills(
        "{'properties':{'ship_to':{'type':'string'}}}",
        "{'ship_to':'Oslo'}",
        "Ship to: Oslo, fast");
  }

  @Test
  void choosesTheEnumValueThatThePromptNamesMost() {
    String schema = "{'enum':['positive','negative','neutral']}";
    assertFills(schema, "'negative'", "A rather NEGATIVE review");
    assertFills(schema, "'neutral'", "positive, negative or neutral? It left me neutral.");
    assertFills(schema, "'positive'", "nothing of the kind");
    assertFills(schema, "'positive'", "unnegatively");
  }

  @Test
  void whatMayBeNullAndIsNotFoundIsNull() {
    assertFills("{'type':['integer','null']}", "null", "no number");
    assertFills("{'properties':{'email':{'type':['string','null']}}}", "{'email':null}", "none");
  }

  @Test
  void refusesDepthsWithoutEnd() {
    String deep = "{'items':".repeat(60) + "{}" + "}".repeat(60);
    assertThatThrownBy(() -> SchemaFiller.fill(parse(deep), "x"))
        .isInstanceOf(WireError.class)
        .hasMessageContaining("40 levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'string','minLength':2147483000}",
        "{'type':'array','minItems':2147483000,'items':{'type':'integer'}}",
        "{'type':'array','minItems':50000,'items':{'type':'string','minLength':50000}}",
      })
  void refusesToMakeWhatIsHuge(String schema) {
    assertThatThrownBy(() -> SchemaFiller.fill(parse(schema), "x"))
        .isInstanceOf(WireError.class)
        .hasMessageContaining("1000000");
  }

  private static void assertFills(String schema, String expected, String prompt) {
    assertThat(parse(SchemaFiller.fill(parse(schema), prompt).toString()))
        .isEqualTo(parse(expected));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
