package dev.bricklane;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * Holds the design's arrow: a package imports only what stands to its left, and nothing makes a
 * cycle.
 */
@AnalyzeClasses(packages = "dev.bricklane", importOptions = DoNotIncludeTests.class)
class PackageArrowsTest {
  private static final List<String> ORDER =
      List.of("error", "config", "http", "auth", "client", "exec", "sql", "jdbc", "shell");

  @ArchTest static final ArchRule errorImportsLeft = importsOnlyLeft("error");
  @ArchTest static final ArchRule configImportsLeft = importsOnlyLeft("config");
  @ArchTest static final ArchRule httpImportsLeft = importsOnlyLeft("http");
  @ArchTest static final ArchRule authImportsLeft = importsOnlyLeft("auth");
  @ArchTest static final ArchRule clientImportsLeft = importsOnlyLeft("client");
  @ArchTest static final ArchRule execImportsLeft = importsOnlyLeft("exec");
  @ArchTest static final ArchRule sqlImportsLeft = importsOnlyLeft("sql");
  @ArchTest static final ArchRule jdbcImportsLeft = importsOnlyLeft("jdbc");

  @ArchTest
  static final ArchRule embeddedImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.bricklane.embedded..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.bricklane..")
                  .and(resideOutsideOfPackage("dev.bricklane.embedded..")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyJdbcWiresTheEmbeddedWorkspace =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.bricklane.jdbc..", "dev.bricklane.embedded..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.bricklane.embedded..");

  @ArchTest
  static final ArchRule onlySqlAndShellKnowTheirEngines =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.bricklane.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.calcite..");

  @ArchTest
  static final ArchRule filesAreReadWithoutKnowingSql =
      noClasses()
          .that()
          .resideInAPackage("dev.bricklane.sql.files..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.bricklane..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.bricklane.error..", "dev.bricklane.sql.files..")));

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.bricklane.(*)..").should().beFreeOfCycles();

  private static ArchRule importsOnlyLeft(String name) {
    String[] right =
        ORDER.stream()
            .skip(ORDER.indexOf(name) + 1L)
            .map(other -> "dev.bricklane." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.bricklane." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(right)
        .allowEmptyShould(true);
  }
}
