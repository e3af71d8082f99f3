package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/**
 * A prompt template as the planner knows it. Its types are found out when they are first asked for;
 * its body is checked when it is first called, and again as long as that fails. Thread-safe.
 */
final class Template {
  private final Definition.Template definition;
  private final DefinedObjects objects;
  private final List<@Nullable Template> standards = new ArrayList<>();
  private final OnFirstUse<Types> types;
  private final OnFirstUse<SqlOperator> operator;

  Template(Definition.Template definition, DefinedObjects objects) {
    this.definition = definition;
    this.objects = objects;
    for (NamedType argument : definition.arguments()) {
      DefinedText standard = argument.standard();
      standards.add(
          standard == null
              ? null
              : new Template(definition.ofStandard(argument, standard), objects));
    }
    this.types = new OnFirstUse<>(this::makeTypes);
    this.operator = new OnFirstUse<>(this::makeOperator);
  }

  /**
   * The types of a template; all may be NULL.
   *
   * @param arguments in order
   * @param result the expression's, or the row's
   */
  record Types(List<RelDataType> arguments, RelDataType result) {}

  Definition.Template definition() {
    return definition;
  }

  DefinedObjects objects() {
    return objects;
  }

  /**
   * Returns its types, whatever its body may be.
   *
   * @throws DefinitionException if one is none
   */
  Types types() {
    return types.get();
  }

  /**
   * Returns the operator that its calls are bound to.
   *
   * @throws DefinitionException if its body is wrong
   */
  SqlOperator operator() {
    return operator.get();
  }

  /** Returns its body as algebra, in the cluster of the plan that it becomes a part of. */
  TemplateBody body(RelOptCluster cluster) {
    return TemplateBody.of(this, cluster);
  }

  /** Returns what counts where an argument is not given; null if it must be. */
  @Nullable Template standard(int argument) {
    return standards.get(argument);
  }

  private Types makeTypes() {
    RelDataTypeFactory factory = QueryPlanner.types();
    List<RelDataType> made = TemplateText.types(definition, objects.planner());
    int count = definition.arguments().size();
    if (!definition.table()) {
      return new Types(List.copyOf(made.subList(0, count)), made.get(count));
    }
    RelDataTypeFactory.Builder row = factory.builder();
    for (int i = 0; i < definition.columns().size(); i++) {
      row.add(definition.columns().get(i).name(), made.get(count + i));
    }
    return new Types(List.copyOf(made.subList(0, count)), row.build());
  }

  private SqlOperator makeOperator() {
    TemplateArguments arguments =
        new TemplateArguments(
            definition.name(),
            definition.arguments().stream().map(NamedType::name).toList(),
            types().arguments(),
            definition.signature());
    TemplateBody body = body(QueryPlanner.cluster(QueryPlanner.types()));
    for (Template standard : standards) {
      if (standard != null) {
        standard.operator();
      }
    }
    return definition.table()
        ? new TemplateOperators.Rows(this, definition.name(), types().result(), arguments)
        : new TemplateOperators.Value(this, types().result(), arguments, body.deterministic());
  }
}
