package dev.bricklane.sql;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.linq4j.EnumerableDefaults;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.runtime.SqlFunctions;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImplTokenManager;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Loads and verifies Calcite's largest classes beside a query that waits for them: the parser, then
 * those first that are needed last. They are not initialised, which two threads must not do at
 * once.
 */
final class LargeClasses {
  private static final OnceInBackground LOADING =
      new OnceInBackground("bricklane-warm-up-classes", LargeClasses::load);

  private LargeClasses() {}

  /** Begins it, unless this has been done. */
  static void begin() {
    LOADING.begin();
  }

  private static void load() {
    List.of(
            SqlBabelParserImpl.class,
            SqlBabelParserImplTokenManager.class,
            SqlFunctions.class,
            EnumerableDefaults.class,
            RexToLixTranslator.class,
            Expressions.class,
            RelOptUtil.class,
            RexSimplify.class,
            RelFieldTrimmer.class,
            RelDecorrelator.class,
            RexUtil.class,
            StandardConvertletTable.class,
            RexBuilder.class,
            RelBuilder.class,
            SqlToRelConverter.class)
        // Asking for a class's members links it, and with that verifies it.
        .forEach(LargeClasses::link);
  }

  private static void link(Class<?> type) {
    Constructor<?>[] members = type.getDeclaredConstructors();
    Objects.requireNonNull(members);
  }
}
