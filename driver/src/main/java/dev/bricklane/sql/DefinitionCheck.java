package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Finds what is wrong with definitions by their text alone: syntax, names that are taken, and
 * recursion.
 */
final class DefinitionCheck {
  private final Definitions definitions;
  private final DefinitionProblems problems;

  /** Knows no tables, but types. */
  private final QueryPlanner planner;

  /** What each definition reads, in the order of the files. */
  private final Map<Definition, Set<Definition>> reads = new LinkedHashMap<>();

  private DefinitionCheck(Definitions definitions, DefinitionProblems problems) {
    this.definitions = definitions;
    this.problems = problems;
    this.planner = new QueryPlanner(CalciteSchema.createRootSchema(false, false));
  }

  static void run(Definitions definitions, DefinitionProblems problems) {
    if (definitions.views().isEmpty() && definitions.templates().isEmpty()) {
      return;
    }
    WarmUp.awaitPlanner();
    CalciteSettings.ensureLoaded();
    try {
      new DefinitionCheck(definitions, problems).run();
    } finally {
      QueryPlanner.forgetThread();
    }
  }

  private void run() {
    List<Definition> all = new ArrayList<>(definitions.views());
    all.addAll(definitions.templates());
    definitions.views().forEach(this::checkName);
    definitions.templates().forEach(this::checkName);
    for (Definition each : all) {
      try {
        reads.put(each, readBy(each));
      } catch (DefinitionException e) {
        problems.add(e);
      }
    }
    checkRecursion();
  }

  private void checkName(Definition.View view) {
    if (view.schema().equals(SqlEngine.SCHEMA) && SystemTables.NAMES.contains(lower(view.name()))) {
      problems.add(view, "%s is a table of Bricklane's own".formatted(view.name()));
    }
  }

  private void checkName(Definition.Template template) {
    String name = template.name();
    boolean ours =
        ModelFunctions.find(name, false).isPresent() || ModelFunctions.find(name, true).isPresent();
    if (ours || QueryOperators.isStandard(name)) {
      problems.add(template, "%s is a function of SQL or of Bricklane's own".formatted(name));
    } else if (!TemplateCalls.canBeCalled(name)) {
      problems.add(
          template, "%s is a word of SQL's own, and no function can be called so".formatted(name));
    }
  }

  /** Parses all that a definition consists of, and returns the others that it names. */
  private Set<Definition> readBy(Definition definition) {
    SqlNode parsed = definition.body().parse();
    checkPlain(definition.body(), parsed);
    if (definition instanceof Definition.Template template) {
      if (!template.table()) {
        TemplateText.expression(template.body(), parsed);
      }
      TemplateText.types(template, planner);
      for (NamedType argument : template.arguments()) {
        DefinedText standard = argument.standard();
        if (standard != null) {
          SqlNode query = standard.parse();
          checkPlain(standard, query);
          TemplateText.expression(standard, query);
        }
      }
    }
    NamesRead names = NamesRead.in(parsed);
    Set<Definition> read = new LinkedHashSet<>();
    for (Definition.View view : definitions.views()) {
      if (names.readsTable(definition.schema(), view)) {
        read.add(view);
      }
    }
    for (Definition.Template template : definitions.templates()) {
      if (names.callsFunction(template.name())) {
        read.add(template);
      }
    }
    return read;
  }

  private static void checkPlain(DefinedText text, SqlNode parsed) {
    if (parsed instanceof SqlExplain) {
      throw text.located(
          new BricklaneException(
              ErrorCode.INVALID_STATEMENT, "EXPLAIN cannot be part of a definition"));
    }
    parsed.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlDynamicParam parameter) {
            throw text.located(
                SqlErrors.at(
                    parameter.getParserPosition(),
                    ErrorCode.INVALID_STATEMENT,
                    "a ? has no value in a definition; a function's arguments have names"));
          }
        });
  }

  private void checkRecursion() {
    Set<Definition> told = new HashSet<>();
    for (Definition each : reads.keySet()) {
      List<Definition> way = new ArrayList<>();
      if (!told.contains(each) && leadsBack(each, each, way, new HashSet<>())) {
        told.addAll(way);
        problems.add(
            each,
            "%s reads itself: %s"
                .formatted(
                    each.shownName(),
                    way.stream().map(Definition::shownName).collect(Collectors.joining(" → "))
                        + " → "
                        + each.shownName()));
      }
    }
  }

  private boolean leadsBack(
      Definition from, Definition to, List<Definition> way, Set<Definition> seen) {
    way.add(from);
    for (Definition each : reads.getOrDefault(from, Set.of())) {
      if (each.equals(to) || (seen.add(each) && leadsBack(each, to, way, seen))) {
        return true;
      }
    }
    way.remove(way.size() - 1);
    return false;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
