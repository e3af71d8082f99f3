package dev.bricklane.sql;

import dev.bricklane.error.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Finds arguments by their names in a template's body. One that is both an argument and a column of
 * what the body reads is refused: databases choose one or the other, and who reads the text cannot
 * see which.
 */
final class ArgumentNames {
  private final Definition.Template template;
  private final Set<SqlParserPos> places = new HashSet<>();

  ArgumentNames(Definition.Template template) {
    this.template = template;
  }

  private boolean isArgument(String name) {
    return template.arguments().stream().anyMatch(each -> each.name().equalsIgnoreCase(name));
  }

  /**
   * Notes where arguments are named, before a check writes what each name means; and quotes them,
   * so that one named {@code user} is not taken for SQL's own function.
   */
  SqlNode marked(SqlNode body) {
    SqlNode marked =
        body.accept(
            new SqlShuttle() {
              @Override
              public @Nullable SqlNode visit(SqlIdentifier name) {
                if (!name.isSimple() || !isArgument(name.getSimple())) {
                  return name;
                }
                SqlParserPos place = name.getParserPosition().withQuoting(true);
                places.add(place);
                return new SqlIdentifier(name.names, null, place, List.of(place));
              }
            });
    return marked == null ? body : marked;
  }

  /** Looks at what the check has made of them. */
  void check(SqlNode checked) {
    checked.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            List<String> path = name.names;
            if (path.size() > 1
                && places.contains(name.getParserPosition())
                && isArgument(path.get(path.size() - 1))
                && !path.get(0).equalsIgnoreCase(template.name())) {
              String last = path.get(path.size() - 1);
              throw SqlErrors.at(
                  name.getParserPosition(),
                  ErrorCode.AMBIGUOUS_NAME,
                  "%s is an argument and a column; write %s.%s or %s"
                      .formatted(last, template.name(), last, String.join(".", path)));
            }
            return null;
          }
        });
  }
}
