package dev.bricklane.sql;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.QueryPlanner.Checked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The body of a template as algebra over one row: that of its arguments. So names in it mean its
 * arguments, or what it reads itself, and never a column of who calls it.
 */
final class TemplateBody {
  /** Stands for the rows of a query among the names of its check; no user would write it. */
  private static final String ROWS = "$rows";

  private final Template template;
  private final List<RexNode> expressions;
  private final @Nullable RelNode rows;
  private final Set<CorrelationId> variables;

  private TemplateBody(
      Template template,
      List<RexNode> expressions,
      @Nullable RelNode rows,
      Set<CorrelationId> variables) {
    this.template = template;
    this.expressions = expressions;
    this.rows = rows;
    this.variables = variables;
  }

  /**
   * Checks and converts a body.
   *
   * @throws DefinitionException if it is wrong
   */
  static TemplateBody of(Template template, RelOptCluster cluster) {
    DefinedText text = template.definition().body();
    SqlNode parsed = text.parse();
    try {
      return template.definition().table()
          ? rows(template, parsed, cluster)
          : value(template, parsed, cluster);
    } catch (RuntimeException | AssertionError e) {
      throw text.located(e);
    }
  }

  private static TemplateBody value(Template template, SqlNode parsed, RelOptCluster cluster) {
    DefinedText text = template.definition().body();
    SqlParserPos position = parsed.getParserPosition();
    ArgumentNames names = new ArgumentNames(template.definition());
    SqlSelect select = (SqlSelect) template.objects().bind(TemplateText.expression(text, parsed));
    select = (SqlSelect) names.marked(select);
    select.setFrom(arguments(template));
    RelNode rel = converted(template, select, names, cluster);
    RelNode scan = rel instanceof Project project ? project.getInput() : rel;
    RexNode expression =
        rel instanceof Project project
            ? project.getProjects().get(0)
            : RexInputRef.of(0, rel.getRowType());
    if (!isArguments(scan) || RexOver.containsOver(expression)) {
      throw SqlErrors.at(
          position,
          ErrorCode.INVALID_STATEMENT,
          "aggregates and windows can stand in a function's subqueries alone");
    }
    checkResult(
        position,
        text.word().equals("DEFAULT")
            ? "the default of %s is %s, but must be %s"
            : "the result of %s is %s, but RETURNS says %s",
        template.definition().name(),
        template.types().result(),
        expression.getType());
    return new TemplateBody(
        template,
        List.of(expression),
        null,
        rel instanceof Project project ? project.getVariablesSet() : Set.of());
  }

  private static TemplateBody rows(Template template, SqlNode parsed, RelOptCluster cluster) {
    SqlParserPos position = parsed.getParserPosition();
    ArgumentNames names = new ArgumentNames(template.definition());
    SqlNode query = names.marked(template.objects().bind(parsed));
    SqlNode lateral = SqlStdOperatorTable.LATERAL.createCall(position, query);
    SqlNode from =
        new SqlJoin(
            position,
            arguments(template),
            SqlLiteral.createBoolean(false, position),
            JoinType.COMMA.symbol(position),
            named(lateral, ROWS),
            JoinConditionType.NONE.symbol(position),
            null);
    SqlSelect select =
        new SqlSelect(
            position,
            null,
            SqlNodeList.of(
                SqlIdentifier.star(
                    List.of(ROWS, ""),
                    SqlParserPos.ZERO,
                    List.of(SqlParserPos.ZERO, SqlParserPos.ZERO))),
            from,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    RelNode rel = converted(template, select, names, cluster);
    RelNode join = rel;
    while (join instanceof Project project) {
      join = project.getInput();
    }
    if (!(join instanceof BiRel both) || !isArguments(both.getLeft())) {
      throw new IllegalStateException("no rows beside the arguments: " + join);
    }
    RelNode rows = both.getRight();
    List<RelDataType> wanted =
        template.types().result().getFieldList().stream().map(field -> field.getType()).toList();
    List<RexNode> columns = Rels.columns(rows);
    if (columns.size() != wanted.size()) {
      throw SqlErrors.at(
          position,
          ErrorCode.INVALID_STATEMENT,
          "the query has %d columns, and RETURNS TABLE names %d"
              .formatted(columns.size(), wanted.size()));
    }
    for (int i = 0; i < wanted.size(); i++) {
      checkResult(
          position,
          "column %s is %s, but RETURNS says %s",
          template.definition().columns().get(i).name(),
          wanted.get(i),
          columns.get(i).getType());
    }
    return new TemplateBody(
        template,
        columns,
        rows,
        both instanceof Correlate correlate ? Set.of(correlate.getCorrelationId()) : Set.of());
  }

  private static void checkResult(
      SqlParserPos position, String text, String name, RelDataType wanted, RelDataType found) {
    if (!TemplateArguments.accepts(wanted, found)) {
      throw SqlErrors.at(
          position,
          ErrorCode.TYPE_MISMATCH,
          text.formatted(name, RelTypes.plainName(found), RelTypes.plainName(wanted)));
    }
  }

  private static RelNode converted(
      Template template, SqlSelect select, ArgumentNames names, RelOptCluster cluster) {
    Checked checked = template.objects().planner().checkDefinition(select, SqlEngine.SCHEMA);
    names.check(checked.query());
    return QueryPlanner.converted(checked, cluster).project();
  }

  /** Returns what stands in FROM for the one row of arguments. */
  private static SqlNode arguments(Template template) {
    RelDataTypeFactory.Builder row = QueryPlanner.types().builder();
    List<NamedType> arguments = template.definition().arguments();
    for (int i = 0; i < arguments.size(); i++) {
      row.add(arguments.get(i).name(), template.types().arguments().get(i));
    }
    if (arguments.isEmpty()) {
      // Calcite knows no row without columns.
      row.add("$none", RelTypes.of(QueryPlanner.types(), ModelFunction.ResultType.TEXT));
    }
    TemplateArguments none = new TemplateArguments("", List.of(), List.of(), "");
    SqlNode call =
        new TemplateOperators.Rows(null, template.definition().name(), row.build(), none)
            .createCall(SqlParserPos.ZERO);
    return named(
        SqlStdOperatorTable.COLLECTION_TABLE.createCall(SqlParserPos.ZERO, call),
        template.definition().name());
  }

  private static SqlNode named(SqlNode rows, String name) {
    return SqlStdOperatorTable.AS.createCall(
        SqlParserPos.ZERO, rows, new SqlIdentifier(name, SqlParserPos.ZERO));
  }

  private static boolean isArguments(RelNode rel) {
    return rel instanceof TableFunctionScan scan
        && scan.getCall() instanceof RexCall call
        && call.getOperator() instanceof TemplateOperators.Rows rows
        && rows.template() == null;
  }

  /** Returns whether it gives the same for the same arguments. */
  boolean deterministic() {
    return rows == null && expressions.stream().allMatch(RexUtil::isDeterministic);
  }

  Template template() {
    return template;
  }

  /** Returns the expression, or those that make the columns of the rows. */
  List<RexNode> expressions() {
    return new ArrayList<>(expressions);
  }

  /** Returns the rows of a query; null where it is an expression. */
  @Nullable RelNode rows() {
    return rows;
  }

  /** Returns the variables that stand for the row of arguments within subqueries. */
  Set<CorrelationId> variables() {
    return variables;
  }
}
