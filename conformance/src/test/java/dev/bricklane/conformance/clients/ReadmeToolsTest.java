package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README's table of tools against the versions that the build takes. */
class ReadmeToolsTest {
  /** The module's folder, in which Maven runs its tests. */
  private static final Path MODULE = Path.of("").toAbsolutePath();

  @ParameterizedTest
  @CsvSource({
    "sqlline, sqlline.version, ../pom.xml",
    "HikariCP, hikaricp.version, pom.xml",
    "Commons DBCP, commons-dbcp2.version, pom.xml",
    "Spring JDBC, spring.version, pom.xml",
    "jOOQ, jooq.version, pom.xml",
    "SchemaCrawler, schemacrawler.version, pom.xml",
    "groovy.sql.Sql, groovy.version, ../pom.xml"
  })
  void namesTheVersionsThatAreTried(String tool, String property, String pom) throws IOException {
    String version = found("<" + property + ">([^<]+)</", Files.readString(MODULE.resolve(pom)));
    String row =
        found(
            "(?m)^\\| " + Pattern.quote(tool) + " \\| ([^|]+) \\|",
            Files.readString(MODULE.resolve("../README.md")));
    assertThat(row).isEqualTo(version);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
