package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.GroovyShell;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaTest {
  enum Mood {
    GOOD,
    BAD
  }

  record Person(
      String name, int age, List<String> tags, Mood mood, Optional<LocalDate> born, double[] at) {}

  private static Object groovy(String spec) {
    return new GroovyShell().evaluate(spec);
  }

  private static String json(String spec) {
    return Json.write(Schema.of(groovy(spec)).json());
  }

  @Test
  void writesTheSchemaOfAMap() {
    assertThat(
            Json.read(
                json("[name: String, age: Integer, tags: [String], 'nick?': 'What friends say']")))
        .isEqualTo(
            Json.read(
                """
                {"type": "object", "properties": {
                  "name": {"type": "string"}, "age": {"type": "integer"},
                  "tags": {"type": "array", "items": {"type": "string"}},
                  "nick": {"type": "string", "description": "What friends say"}},
                 "required": ["name", "age", "tags"], "additionalProperties": false}
                """));
  }

  @Test
  void keepsTheOrderOfFields() {
    assertThat(json("[z: String, a: [b: ['low', 'high'], c: [Integer, 'years']]]"))
        .containsSubsequence("\"z\"", "\"a\"", "\"b\"", "\"low\"", "\"high\"", "\"c\"", "years");
  }

  @Test
  void wantsEverythingUnlessAFieldMayBeMissing() {
    assertThat(strict("[a: [[b: String]]]")).isEqualTo(true);
    assertThat(strict("[a: [['b?': String]]]")).isEqualTo(false);
  }

  private static Object strict(String spec) {
    return ((Map<?, ?>) Schema.of(groovy(spec)).responseFormat().get("json_schema")).get("strict");
  }

  @Test
  void readsValuesOfTheWantedClasses() {
    Object read =
        Schema.of(
                groovy(
                    "[a: Integer, b: BigDecimal, c: [Long], d: LocalDate, e: ['x', 'y'], 'f?': String, g: Boolean]"
                        .replace("LocalDate", "java.time.LocalDate")))
            .read(
                Json.read(
                    """
                    {"a": 1.0, "b": 2, "c": [3], "d": "2026-01-31", "e": "y", "g": null, "more": 1}
                    """),
                "it");
    assertThat(read)
        .isInstanceOfSatisfying(
            Map.class,
            map -> {
              assertThat(map)
                  .containsEntry("a", 1)
                  .containsEntry("b", new BigDecimal("2"))
                  .containsEntry("c", List.of(3L))
                  .containsEntry("d", LocalDate.of(2026, 1, 31))
                  .containsEntry("e", "y")
                  .containsEntry("f", null)
                  .containsEntry("g", null)
                  .doesNotContainKey("more");
            });
  }

  @Test
  void readsARecord() {
    Schema schema = Schema.of(Person.class);
    Person person =
        (Person)
            schema.read(
                Json.read(
                    """
                    {"name": "Ann", "age": 41, "tags": ["a"], "mood": "BAD", "at": [1.5, 2]}
                    """),
                "it");
    assertThat(person.name()).isEqualTo("Ann");
    assertThat(person.mood()).isEqualTo(Mood.BAD);
    assertThat(person.born()).isEmpty();
    assertThat(person.at()).containsExactly(1.5, 2);
    assertThat(schema.json().get("required"))
        .isEqualTo(List.of("name", "age", "tags", "mood", "at"));
  }

  @Test
  void readsClassesOfGroovy() {
    new GroovyShell()
        .evaluate(
            """
            import dev.bricklane.scripting.SchemaTest
            class Address { String city; String street = 'unknown' }
            class Customer { String name; Address address; List<Address> others; Set<String> tags }
            @groovy.transform.Immutable class Point { int x; int y }
            def c = SchemaTest.read(Customer, '{"name":"A","address":{"city":"Rome","street":null},"others":[{"city":"B","street":"C"}],"tags":["x","x"]}')
            assert c instanceof Customer && c.address.city == 'Rome' && c.others[0].street == 'C' && c.tags == ['x'] as Set
            assert SchemaTest.read(Point, '{"x":1,"y":2}') == new Point(1, 2)
            """);
  }

  /** For scripts above. */
  public static Object read(Class<?> type, String json) {
    return Schema.of(type).read(Json.read(json), "it");
  }

  @Test
  void saysWhereAValueIsWrong() {
    Schema schema = Schema.of(groovy("[name: String, tags: [String], age: int, mood: ['a', 'b']]"));
    assertWrong(schema, "{\"name\": 1}", "it.name should be a text, but is \"1\"");
    assertWrong(schema, "{\"name\": \"a\"}", "it.tags is missing");
    assertWrong(schema, "{\"name\": \"a\", \"tags\": [\"b\", 2]}", "it.tags[1] should be a text");
    assertWrong(
        schema,
        "{\"name\": \"a\", \"tags\": [], \"age\": null, \"mood\": \"a\"}",
        "it.age should be a whole number, but is missing");
    assertWrong(
        schema,
        "{\"name\": \"a\", \"tags\": [], \"age\": 1.5, \"mood\": \"a\"}",
        "it.age should be a whole number, but is \"1.5\"");
    assertWrong(
        schema,
        "{\"name\": \"a\", \"tags\": [], \"age\": 1, \"mood\": \"c\"}",
        "it.mood should be one of a, b");
    assertWrong(schema, "[]", "it should be an object");
  }

  private static void assertWrong(Schema schema, String json, String message) {
    assertThatThrownBy(() -> schema.read(Json.read(json), "it"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesWhatIsNoType() {
    for (String spec :
        List.of("[a: 1]", "[a: List]", "[a: []]", "[a: [String, Integer]]", "Thread")) {
      assertThatThrownBy(() -> Schema.of(groovy(spec)))
          .as(spec)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be");
    }
    assertThatThrownBy(() ->
            new GroovyShell()
                .evaluate(
                    "class Node { String name; Node next }\ndev.bricklane.scripting.SchemaTest.read(Node, '{}')"))
        .hasMessageContaining("holds itself");
  }
}
