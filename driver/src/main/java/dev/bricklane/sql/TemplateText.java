package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** The parts of a template's text: its expressions, which stand alone, and its types. */
final class TemplateText {
  private TemplateText() {}

  /**
   * Returns the query that selects an expression.
   *
   * @throws DefinitionException if there is more than an expression
   */
  static SqlSelect expression(DefinedText text, SqlNode parsed) {
    boolean one =
        parsed instanceof SqlSelect select
            && select.getSelectList().size() == 1
            && !select.isDistinct()
            && select.getFrom() == null
            && select.getWhere() == null
            && select.getGroup() == null
            && select.getHaving() == null
            && select.getQualify() == null;
    SqlNode item = one ? ((SqlSelect) parsed).getSelectList().get(0) : null;
    if (item == null
        || item.getKind() == SqlKind.AS
        || (item instanceof SqlIdentifier name && name.isStar())) {
      throw text.located(
          SqlErrors.at(
              parsed.getParserPosition(),
              ErrorCode.SYNTAX_ERROR,
              "one expression is expected after %s; a query goes into parentheses"
                  .formatted(text.word())));
    }
    return (SqlSelect) parsed;
  }

  /**
   * Returns the types of a template's arguments, and after them those of its result or results.
   *
   * @throws DefinitionException if one is none
   */
  static List<RelDataType> types(Definition.Template template, QueryPlanner planner) {
    List<RelDataType> types = new ArrayList<>();
    for (NamedType argument : template.arguments()) {
      types.add(type(template, argument.type(), argument.place(), planner));
    }
    String result = template.result();
    if (result != null) {
      types.add(type(template, result, template.place(), planner));
    }
    for (NamedType column : template.columns()) {
      types.add(type(template, column.type(), column.place(), planner));
    }
    return types;
  }

  private static RelDataType type(
      Definition.Template template, String text, int place, QueryPlanner planner) {
    try {
      SqlNode parsed =
          StatementParser.parse(SourceText.of("SELECT CAST(NULL AS %s)".formatted(text)));
      if (parsed instanceof SqlSelect select
          && select.getSelectList().get(0) instanceof SqlBasicCall cast
          && cast.operand(1) instanceof SqlDataTypeSpec type) {
        return planner.typeOf(type);
      }
    } catch (BricklaneException | CalciteException e) {
      // What is wrong is said below, with the place in the file.
    }
    DefinedText body = template.body();
    throw body.located(
        body.file().error(place, ErrorCode.SYNTAX_ERROR, "%s is not a type".formatted(text)));
  }
}
