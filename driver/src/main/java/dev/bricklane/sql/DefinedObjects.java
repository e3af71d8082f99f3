package dev.bricklane.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlNode;

/** The definitions of a connection, as its planner uses them. Thread-safe. */
final class DefinedObjects {
  private final QueryPlanner planner;
  private final boolean changing;
  private final List<ViewTable> views;
  private final List<Template> templates;
  private final Map<String, Template> byName = new HashMap<>();

  /**
   * Makes what files define usable.
   *
   * @param changing whether what they read may come to have other columns
   */
  DefinedObjects(Definitions definitions, QueryPlanner planner, boolean changing) {
    this.planner = planner;
    this.changing = changing;
    this.views = definitions.views().stream().map(view -> new ViewTable(view, this)).toList();
    this.templates =
        definitions.templates().stream().map(each -> new Template(each, this)).toList();
    templates.forEach(each -> byName.put(lower(each.definition().name()), each));
  }

  /** Binds each call of a template and of a model function to its operator. */
  SqlNode bind(SqlNode parsed) {
    SqlNode bound = templates.isEmpty() ? parsed : TemplateCalls.bound(parsed, this);
    return ModelCallRewriter.rewrite(WarehouseForms.write(bound));
  }

  /** Begins a plan, or a question for metadata: both see the columns that there are now. */
  void lookAgain() {
    if (changing) {
      views.forEach(ViewTable::forget);
    }
  }

  /** Makes the views tables of their schemas. */
  void addViews(SchemaPlus catalog) {
    Map<String, SchemaPlus> schemas = new HashMap<>();
    for (ViewTable view : views) {
      Definition.View definition = view.definition();
      schemas
          .computeIfAbsent(
              lower(definition.schema()),
              name -> {
                SchemaPlus there = catalog.subSchemas().get(definition.schema());
                return there == null
                    ? catalog.add(definition.schema(), new AbstractSchema())
                    : there;
              })
          .add(definition.name(), view);
    }
  }

  QueryPlanner planner() {
    return planner;
  }

  List<ViewTable> views() {
    return views;
  }

  List<Template> templates() {
    return templates;
  }

  Optional<Template> template(String name) {
    return Optional.ofNullable(byName.get(lower(name)));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
