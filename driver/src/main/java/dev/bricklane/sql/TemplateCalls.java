package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Binds each call of a prompt template to its operator, with every argument in its place, and what
 * counts instead for those that are not given.
 */
final class TemplateCalls extends SqlShuttle {
  private final DefinedObjects objects;

  private TemplateCalls(DefinedObjects objects) {
    this.objects = objects;
  }

  static SqlNode bound(SqlNode statement, DefinedObjects objects) {
    SqlNode bound = statement.accept(new TemplateCalls(objects));
    return bound == null ? statement : bound;
  }

  /** Returns whether the grammar takes a name for that of a function. */
  static boolean canBeCalled(String name) {
    String written = name.matches("[A-Za-z_]\\w*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    try {
      SqlNode parsed = StatementParser.parse(SourceText.of("SELECT %s(NULL)".formatted(written)));
      return parsed instanceof SqlSelect select
          && select.getSelectList().get(0) instanceof SqlCall call
          && name.equalsIgnoreCase(nameOf(call));
    } catch (BricklaneException e) {
      return false;
    }
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call.getKind() == SqlKind.COLLECTION_TABLE && call.operand(0) instanceof SqlCall inner) {
      Optional<Template> template = templateOf(inner);
      if (template.isPresent()) {
        SqlNode bound = bind(template.get(), inner, true);
        return call.getOperator().createCall(call.getParserPosition(), bound);
      }
    }
    Optional<Template> template = templateOf(call);
    return template.isPresent() ? bind(template.get(), call, false) : super.visit(call);
  }

  private Optional<Template> templateOf(SqlCall call) {
    String name = nameOf(call);
    return name == null ? Optional.empty() : objects.template(name);
  }

  /** Returns the name of a function that is called, if it is in no other schema than ours. */
  private static @Nullable String nameOf(SqlCall call) {
    SqlIdentifier name =
        call.getOperator() instanceof SqlFunction operator ? operator.getSqlIdentifier() : null;
    if (name == null) {
      return null;
    }
    List<String> path = name.names;
    int last = path.size() - 1;
    boolean ours =
        (last < 1 || path.get(last - 1).equalsIgnoreCase(SqlEngine.SCHEMA))
            && (last < 2 || path.get(last - 2).equalsIgnoreCase(SqlEngine.CATALOG));
    return ours ? path.get(last) : null;
  }

  private SqlNode bind(Template template, SqlCall call, boolean rows) {
    Definition.Template definition = template.definition();
    if (definition.table() != rows) {
      throw SqlErrors.at(
          call.getParserPosition(),
          ErrorCode.UNKNOWN_FUNCTION,
          rows
              ? "%s gives a value, not rows; it cannot stand in FROM".formatted(definition.name())
              : "%s gives rows, not a value; write FROM %s"
                  .formatted(definition.name(), definition.signature()));
    }
    CallArguments arguments =
        new CallArguments(
            definition.name(),
            definition.arguments().stream().map(NamedType::name).toList(),
            definition.signature(),
            name -> "it is " + definition.signature());
    @Nullable SqlNode[] placed = arguments.of(call);
    List<SqlNode> bound = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < placed.length; i++) {
      Template standard = template.standard(i);
      SqlNode given = placed[i];
      if (given != null) {
        SqlNode visited = given.accept(this);
        bound.add(visited == null ? given : visited);
      } else if (standard != null) {
        bound.add(standard.operator().createCall(call.getParserPosition()));
      } else {
        missing.add(definition.arguments().get(i).name());
      }
    }
    if (!missing.isEmpty()) {
      throw arguments.lacking(call, missing);
    }
    return template.operator().createCall(call.getParserPosition(), bound);
  }
}
