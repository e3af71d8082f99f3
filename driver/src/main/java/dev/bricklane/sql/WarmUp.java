package dev.bricklane.sql;

import java.io.StringReader;
import java.util.List;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.sql.SqlNode;
import org.codehaus.commons.compiler.CompilerFactoryFactory;
import org.codehaus.commons.compiler.IClassBodyEvaluator;

/**
 * Loads the planner while nobody waits for it, by planning small queries.
 *
 * <p>In a fresh JVM this takes a second, half of it for what every query needs. Who wants the
 * planner earlier gets it after the step that is being done, and the rest is left out. Nobody else
 * initialises Calcite's classes beside it: two threads that do, since some of the classes refer to
 * each other, can lock each other out for ever. Loading them is another matter ({@link
 * LargeClasses}), and the compiler of generated code, which knows nothing of Calcite, is loaded
 * beside it.
 */
final class WarmUp {
  /** The first is planned directly, the second begins to load the optimiser, the third more. */
  private static final List<String> QUERIES =
      List.of(
          "SELECT a, complete('m', b) FROM (VALUES (1, 'x'), (2, 'y')) AS t (a, b) WHERE a > 1 LIMIT 1",
          "SELECT a, count(*) FROM (VALUES (1, 'x'), (1, 'y')) AS t (a, b) GROUP BY a",
          """
          SELECT t.a, count(*) FROM (VALUES (1, 'x')) AS t (a, b) JOIN (VALUES (1)) AS u (a)
          ON t.a = u.a GROUP BY t.a ORDER BY t.a LIMIT 1
          """);

  /** Somewhat like what Calcite writes for a query. */
  private static final String CODE =
      """
      public Object[] row(final Object[] given) {
        final Object[] row = new Object[given.length];
        for (int i = 0; i < given.length; ++i) {
          row[i] = given[i] == null ? (Object) null : String.valueOf(given[i]).trim();
        }
        return new java.util.AbstractList() {
          public Object get(int i) {
            return row[i];
          }
          public int size() {
            return row.length;
          }
        }.toArray();
      }
      """;

  private static final OnceInBackground PLANNER =
      new OnceInBackground("bricklane-warm-up", WarmUp::plan);
  private static final OnceInBackground COMPILER =
      new OnceInBackground("bricklane-warm-up-code", WarmUp::compile);
  private static volatile boolean wanted;

  private WarmUp() {}

  /** Begins it, unless this has been done. */
  static void begin() {
    PLANNER.begin();
  }

  /** Waits until the planner is free for use. */
  static void awaitPlanner() {
    wanted = true;
    LargeClasses.begin();
    PLANNER.await();
  }

  /** Waits until the compiler is. */
  static void awaitCompiler() {
    COMPILER.await();
  }

  private static void plan() {
    CalciteSettings.ensureLoaded();
    QueryPlanner planner = new QueryPlanner(CalciteSchema.createRootSchema(false, false));
    // Not before: connecting, which goes on meanwhile, wants a processor too.
    COMPILER.begin();
    for (String query : QUERIES) {
      if (!rehearse(planner, query)) {
        break;
      }
    }
  }

  /** Plans a query, unless the planner is wanted; returns whether it still is not. */
  private static boolean rehearse(QueryPlanner planner, String query) {
    SqlNode parsed = ModelCallRewriter.rewrite(StatementParser.parse(SourceText.of(query)));
    if (wanted) {
      return false;
    }
    QueryPlanner.Checked checked = planner.check(parsed, SqlEngine.CATALOG, SqlEngine.SCHEMA);
    if (wanted) {
      return false;
    }
    RelRoot relational = QueryPlanner.relational(checked);
    if (wanted) {
      return false;
    }
    QueryPlanner.compile(checked, QueryPlanner.physical(relational));
    return !wanted;
  }

  private static void compile() throws Exception {
    ClassLoader loader = WarmUp.class.getClassLoader();
    IClassBodyEvaluator evaluator =
        CompilerFactoryFactory.getDefaultCompilerFactory(loader).newClassBodyEvaluator();
    evaluator.setParentClassLoader(loader);
    evaluator.createInstance(new StringReader(CODE));
  }
}
