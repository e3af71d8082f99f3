package dev.bricklane.scripting;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** binding ← engine ← shell, and of the driver its JDBC face alone. */
@AnalyzeClasses(packages = "dev.bricklane.scripting", importOptions = DoNotIncludeTests.class)
class PackageArrowsTest {
  private static final String BINDING = "dev.bricklane.scripting";

  @ArchTest
  static final ArchRule theBindingKnowsNeitherEngineNorShell =
      noClasses()
          .that()
          .resideInAPackage(BINDING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BINDING + ".engine..", BINDING + ".shell..");

  @ArchTest
  static final ArchRule theEngineDoesNotKnowTheShell =
      noClasses()
          .that()
          .resideInAPackage(BINDING + ".engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BINDING + ".shell..");

  @ArchTest
  static final ArchRule allKnowOfTheDriverItsJdbcFaceAlone =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.bricklane..")
                  .and(not(resideInAnyPackage(BINDING + "..", "dev.bricklane.jdbc"))));
}
