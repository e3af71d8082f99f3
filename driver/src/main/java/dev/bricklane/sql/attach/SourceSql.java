package dev.bricklane.sql.attach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlString;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * A query as SQL of a source. Immutable.
 *
 * @param text one line
 * @param parameters for each ? of the text, the number of the parameter and its type
 * @param ordered whether its rows come in an order that it asks for
 */
record SourceSql(String text, List<Parameter> parameters, boolean ordered) {
  private static final Logger LOG = Logger.getLogger(SourceSql.class.getName());

  SourceSql {
    parameters = List.copyOf(parameters);
  }

  /**
   * A value that is sent beside the text.
   *
   * @param index the number of a parameter of the whole statement, from 0
   * @param constant a literal that is sent so, since databases write it differently; or null
   * @param computed what is worked out when the statement is run, and sent then; or null
   */
  record Parameter(
      int index, RelDataType type, @Nullable String constant, @Nullable RexNode computed) {}

  /** Returns what is worked out when the statement is run, in the order of the text. */
  List<RexNode> computed() {
    return parameters.stream().flatMap(each -> Stream.ofNullable(each.computed())).toList();
  }

  /** Writes a query, or nothing if it cannot be written for that source. */
  static Optional<SourceSql> of(RelNode query, Product product, String quote) {
    try {
      SqlDialect dialect = product.dialect(quote);
      Constants constants = new Constants(query.getCluster().getRexBuilder(), product);
      RelNode named = withEveryColumnNamed(constants.takenOut(query));
      SqlNode node = new Writer(dialect).visitRoot(named).asStatement();
      if (product == Product.SPARK) {
        SparkTimes.received(node, named.getRowType());
      }
      SqlString text =
          node.toSqlString(style ->
              style
                  .withDialect(dialect)
                  .withAlwaysUseParentheses(false)
                  .withSelectListItemsOnSeparateLines(false)
                  .withUpdateSetListNewline(false)
                  .withIndentation(0)
                  .withQuoteAllIdentifiers(true)
                  .withClauseStartsLine(false));
      Map<Integer, RelDataType> types = parameterTypes(query);
      List<Parameter> parameters = new ArrayList<>();
      if (text.getDynamicParameters() != null) {
        for (int index : text.getDynamicParameters()) {
          parameters.add(
              index >= Constants.FIRST
                  ? constants.found.get(index - Constants.FIRST)
                  : new Parameter(index, Objects.requireNonNull(types.get(index)), null, null));
        }
      }
      return Optional.of(
          new SourceSql(text.getSql().replaceAll("\\s*\\R\\s*", " "), parameters, isOrdered(node)));
    } catch (RuntimeException | AssertionError cannotBeWritten) {
      LOG.log(Level.FINE, "A part of a query is worked out here", cannotBeWritten);
      return Optional.empty();
    }
  }

  /** A table may get further columns after it has been looked at. */
  private static RelNode withEveryColumnNamed(RelNode query) {
    return query instanceof Project || query instanceof Sort
        ? query
        : LogicalProject.create(
            query,
            List.of(),
            IntStream.range(0, query.getRowType().getFieldCount())
                .mapToObj(i -> RexInputRef.of(i, query.getRowType()))
                .toList(),
            query.getRowType().getFieldNames(),
            Set.of());
  }

  /**
   * Returns whether every dialect writes a text alike, and no driver sees something else in it: no
   * escapes, no other alphabets. Two quotes end one text and begin another in some versions of
   * Spark, where {@code ${…}} is a variable; Databricks' driver replaces {@code {fn …}} anywhere.
   */
  static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && "\\'${}?".indexOf(c) < 0);
  }

  private static boolean isOrdered(SqlNode node) {
    return node instanceof SqlOrderBy
        || node.getKind() == SqlKind.SELECT
            && ((SqlSelect) node).getOrderList() != null
            && !((SqlSelect) node).getOrderList().isEmpty();
  }

  private static Map<Integer, RelDataType> parameterTypes(RelNode query) {
    Map<Integer, RelDataType> types = new HashMap<>();
    query.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode rel) {
            return super.visit(rel)
                .accept(
                    new RexShuttle() {
                      @Override
                      public RexNode visitDynamicParam(RexDynamicParam parameter) {
                        types.put(parameter.getIndex(), parameter.getType());
                        return parameter;
                      }
                    });
          }
        });
    return types;
  }

  /** Literals that not every database writes alike: with backslashes, or other alphabets. */
  private static final class Constants extends RexShuttle {
    private static final int FIRST = 1_000_000;

    private final List<Parameter> found = new ArrayList<>();
    private final RexBuilder rex;
    private final Product product;

    Constants(RexBuilder rex, Product product) {
      this.rex = rex;
      this.product = product;
    }

    RelNode takenOut(RelNode query) {
      return query.accept(
          new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode rel) {
              return super.visit(rel).accept(Constants.this);
            }
          });
    }

    @Override
    public RexNode visitCall(RexCall call) {
      return RunConstants.isOne(call) ? computed(call) : super.visitCall(call);
    }

    private RexNode computed(RexNode expression) {
      int index = FIRST + found.size();
      found.add(new Parameter(index, expression.getType(), null, expression));
      return visitDynamicParam(new RexDynamicParam(expression.getType(), index));
    }

    @Override
    public RexNode visitDynamicParam(RexDynamicParam parameter) {
      return product == Product.SPARK && SparkTimes.concerns(parameter.getType())
          ? SparkTimes.sent(rex, parameter)
          : parameter;
    }

    @Override
    public RexNode visitLiteral(RexLiteral literal) {
      if (RunConstants.isOne(literal)) {
        return computed(literal);
      }
      if (!(literal.getValue() instanceof NlsString value) || isPlain(value.getValue())) {
        return literal;
      }
      String text = value.getValue();
      int index = FIRST + found.size();
      found.add(new Parameter(index, literal.getType(), text, null));
      return new RexDynamicParam(literal.getType(), index);
    }
  }

  /** Calcite's writer, which knows the tables of sources by their own names. */
  private static final class Writer extends RelToSqlConverter {
    /** PostgreSQL sorts by the rules of a language otherwise, and no two servers alike. */
    private static final SqlPostfixOperator BY_CHARACTER =
        new SqlPostfixOperator("COLLATE \"C\"", SqlKind.OTHER, 80, null, null, null);

    private final boolean language;

    Writer(SqlDialect dialect) {
      super(dialect);
      this.language = dialect instanceof PostgresqlSqlDialect;
    }

    /**
     * Calcite finds the method for each operator by reflection, which sees public classes alone.
     */
    @Override
    protected Result dispatch(RelNode rel) {
      if (rel instanceof TableScan scan) {
        return table(scan);
      }
      return rel instanceof Sort sort ? sorted(sort) : super.dispatch(rel);
    }

    private Result sorted(Sort sort) {
      Result result = super.dispatch(sort);
      List<RelFieldCollation> keys = sort.getCollation().getFieldCollations();
      if (language && keys.stream().anyMatch(key -> isText(sort, key))) {
        SqlNodeList order = Objects.requireNonNull(result.asSelect().getOrderList());
        if (order.size() != keys.size()) {
          throw new IllegalArgumentException("keys cannot be told apart");
        }
        for (int i = 0; i < keys.size(); i++) {
          if (isText(sort, keys.get(i))) {
            order.set(i, byCharacter(Objects.requireNonNull(order.get(i))));
          }
        }
      }
      return result;
    }

    private static boolean isText(Sort sort, RelFieldCollation key) {
      SourceColumn origin = Lineage.of(sort, key.getFieldIndex());
      return (origin == null || origin.kind() != SourceColumn.Kind.UUID)
          && SqlTypeName.CHAR_TYPES.contains(
              sort.getRowType().getFieldList().get(key.getFieldIndex()).getType().getSqlTypeName());
    }

    private static SqlNode byCharacter(SqlNode key) {
      return switch (key.getKind()) {
        case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
          SqlCall call = (SqlCall) key;
          yield call.getOperator().createCall(SqlParserPos.ZERO, byCharacter(call.operand(0)));
        }
        case IDENTIFIER -> BY_CHARACTER.createCall(SqlParserPos.ZERO, key);
        default -> throw new IllegalArgumentException("a key that is no column");
      };
    }

    private Result table(TableScan scan) {
      SourceTable table = SourceScan.of(scan);
      if (table == null) {
        throw new IllegalArgumentException("not a table of a source");
      }
      return result(
          new SqlIdentifier(table.path(), SqlParserPos.ZERO), List.of(Clause.FROM), scan, null);
    }
  }
}
