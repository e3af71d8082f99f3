package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.JdbcUrl.Kind;
import dev.bricklane.config.JdbcUrl.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
  private final Problems problems = new Problems();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:bricklane:",
        "jdbc:bricklane://host",
        "JDBC:Bricklane:embedded",
        "jdbc:bricklane:complete nonsense"
      })
  void acceptsItsPrefixInAnyCase(String url) {
    assertThat(JdbcUrl.accepts(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jdbc:bricklane", "jdbc:databricks://host", " jdbc:bricklane://host"})
  void leavesOtherUrlsToOtherDrivers(String url) {
    assertThat(JdbcUrl.accepts(url)).isFalse();
  }

  @Test
  void leavesNullToOtherDrivers() {
    assertThat(JdbcUrl.accepts(null)).isFalse();
  }

  @Test
  void splitsAddressAndProperties() {
    JdbcUrl url = parse("jdbc:bricklane://host:8443/a/b;token=x=y; Name = value ;;");
    assertThat(url.kind()).isEqualTo(Kind.WORKSPACE);
    assertThat(url.address()).isEqualTo("host:8443/a/b");
    assertThat(url.pairs()).containsExactly(new Pair("token", "x=y"), new Pair("Name", "value"));
  }

  @Test
  void readsTheEmbeddedForm() {
    JdbcUrl url = parse("jdbc:bricklane:Embedded;maxRetries=1");
    assertThat(url.kind()).isEqualTo(Kind.EMBEDDED);
    assertThat(url.pairs()).containsExactly(new Pair("maxRetries", "1"));
  }

  @ParameterizedTest
  @CsvSource({
    "a%3Bb, a;b",
    "100%25, 100%",
    "%c3%A9t%C3%A9, été",
    "+, +",
    "%253B, %3B",
  })
  void decodesPercentEscapesOnce(String written, String meant) {
    assertThat(parse("jdbc:bricklane://host;userAgent=" + written).pairs())
        .containsExactly(new Pair("userAgent", meant));
  }

  @Test
  void showsNeitherAddressNorValues() {
    JdbcUrl url = parse("jdbc:bricklane://canary@host;token=canary");
    assertThat(url.toString() + url.pairs()).doesNotContain("canary");
  }

  private JdbcUrl parse(String url) {
    JdbcUrl parsed = JdbcUrl.parse(url, problems);
    problems.throwIfAny();
    return parsed;
  }
}
