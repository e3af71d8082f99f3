package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with definitions by their text alone: syntax, names that are taken, and
 * recursion.
 */
final class DefinitionCheck {
  /** As Spark has it for views; each takes its part of the stack while a query is planned. */
  private static final int DEEPEST = 100;

  private final Definitions definitions;
  private final DefinitionProblems problems;

  /** Knows no tables, but types. */
  private final QueryPlanner planner;

  private final Map<String, Definition> views = new HashMap<>();
  private final Map<String, Definition> templates = new HashMap<>();

  /** What each definition reads. */
  private final Map<Definition, Set<Definition>> reads = new IdentityHashMap<>();

  private final Map<Definition, Integer> depths = new IdentityHashMap<>();

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
    definitions.views().forEach(each -> views.put(each.key(), each));
    definitions.templates().forEach(each -> templates.put(lower(each.name()), each));
    for (Definition each : all) {
      try {
        reads.put(each, readBy(each));
      } catch (DefinitionException e) {
        problems.add(e);
      }
    }
    for (Definition each : all) {
      checkDepth(each, new ArrayList<>());
    }
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
    Set<Definition> read = new LinkedHashSet<>();
    SqlNode parsed = definition.body().parse();
    checkPlain(definition.body(), parsed);
    addNamed(parsed, definition.schema(), read);
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
          addNamed(query, definition.schema(), read);
        }
      }
    }
    return read;
  }

  /** Adds the definitions that a query or expression names. */
  private void addNamed(SqlNode parsed, String schema, Set<Definition> read) {
    NamesRead names = NamesRead.in(parsed);
    for (List<String> path : names.tables()) {
      Definition view = view(path, schema);
      if (view != null) {
        read.add(view);
      }
    }
    for (String function : names.functions()) {
      Definition template = templates.get(function);
      if (template != null) {
        read.add(template);
      }
    }
  }

  /** Finds a view as {@link NameReader#ofDefinition} does. */
  private @Nullable Definition view(List<String> path, String schema) {
    int last = path.size() - 1;
    String name = path.get(last);
    if (last == 0) {
      Definition own = views.get(Definition.key(schema, name));
      return own != null ? own : views.get(Definition.key(SqlEngine.SCHEMA, name));
    }
    boolean ours = last == 1 || (last == 2 && path.get(0).equalsIgnoreCase(SqlEngine.CATALOG));
    return ours ? views.get(Definition.key(path.get(last - 1), name)) : null;
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

  /** Returns how many definitions stand one within the other, this one counted. */
  private int checkDepth(Definition definition, List<Definition> way) {
    Integer known = depths.get(definition);
    if (known != null) {
      return known;
    }
    int before = way.indexOf(definition);
    if (before >= 0) {
      String circle =
          way.subList(before, way.size()).stream()
              .map(each -> each.shownName() + " → ")
              .collect(Collectors.joining());
      String name = definition.shownName();
      problems.add(definition, "%s reads itself: %s%s".formatted(name, circle, name));
      return 0;
    }
    if (way.size() == DEEPEST) {
      return tooDeep(way.get(0));
    }
    way.add(definition);
    int depth = 1;
    for (Definition each : reads.getOrDefault(definition, Set.of())) {
      depth = Math.max(depth, 1 + checkDepth(each, way));
    }
    way.remove(way.size() - 1);
    depth = depth > DEEPEST ? tooDeep(definition) : depth;
    depths.put(definition, depth);
    return depth;
  }

  private int tooDeep(Definition definition) {
    problems.add(
        definition,
        "%s stands on more than %d definitions, each within the next"
            .formatted(definition.shownName(), DEEPEST));
    return 0;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
