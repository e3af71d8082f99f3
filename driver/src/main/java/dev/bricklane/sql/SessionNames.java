package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Writes the names of the catalog and the schema that the connection is in for what asks for them;
 * Calcite itself answers with an empty text.
 */
final class SessionNames extends SqlShuttle {
  private final String catalog;
  private final String schema;

  private SessionNames(String catalog, String schema) {
    this.catalog = catalog;
    this.schema = schema;
  }

  static SqlNode write(SqlNode statement, String catalog, String schema) {
    SqlNode written = statement.accept(new SessionNames(catalog, schema));
    return written == null ? statement : written;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call.getKind() == SqlKind.AS) {
      List<@Nullable SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(0, call.operand(0).accept(this));
      return call.getOperator().createCall(call.getParserPosition(), operands);
    }
    boolean asks = call.operandCount() == 0 && !TemplateOperators.has(call.getOperator());
    String name = asks ? name(call.getOperator().getName()) : "";
    return name.isEmpty()
        ? super.visit(call)
        : SqlLiteral.createCharString(name, call.getParserPosition());
  }

  /** These words are reserved: without quotes they are no column's. */
  @Override
  public @Nullable SqlNode visit(SqlIdentifier word) {
    String name = word.isSimple() && !word.getParserPosition().isQuoted() ? reserved(word) : "";
    return name.isEmpty()
        ? super.visit(word)
        : SqlLiteral.createCharString(name, word.getParserPosition());
  }

  private String reserved(SqlIdentifier word) {
    String text = word.getSimple();
    return text.equalsIgnoreCase("CURRENT_CATALOG") || text.equalsIgnoreCase("CURRENT_SCHEMA")
        ? name(text)
        : "";
  }

  private String name(String function) {
    return switch (function.toUpperCase(Locale.ROOT)) {
      case "{FN DATABASE}", "CURRENT_CATALOG", "CURRENT_DATABASE" -> catalog;
      case "CURRENT_SCHEMA" -> schema;
      default -> "";
    };
  }
}
