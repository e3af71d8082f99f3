package dev.bricklane.sql.files;

import java.io.IOException;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.runtime.FlatLists;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of a file, as generated code reads them. The file is opened when the first row is
 * asked for, and read no further than asked, but for a buffer.
 */
final class FileRows extends AbstractTable implements ScannableTable {
  private static final int CHECKED = 0xFF;

  private final FileTable file;
  private final int[] columns;

  FileRows(FileTable file, int[] columns) {
    this.file = file;
    this.columns = columns;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory types) {
    return file.getRowType(types);
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // A row of one column is its value.
  public Enumerable<@Nullable Object[]> scan(DataContext context) {
    RunningStatement statement = (RunningStatement) context.get(RunningStatement.VARIABLE);
    return (Enumerable)
        new AbstractEnumerable<@Nullable Object>() {
          @Override
          public Enumerator<@Nullable Object> enumerator() {
            return new Rows(file, columns, statement);
          }
        };
  }

  /** One reading of the file. */
  private static final class Rows implements Enumerator<@Nullable Object>, AutoCloseable {
    private final FileTable file;
    private final int[] columns;
    private final @Nullable RunningStatement statement;
    private @Nullable RowReader reader;
    private @Nullable Object current;
    private int asked;
    private boolean over;

    Rows(FileTable file, int[] columns, @Nullable RunningStatement statement) {
      this.file = file;
      this.columns = columns;
      this.statement = statement;
    }

    @Override
    public boolean moveNext() {
      if (over) {
        return false;
      }
      if ((asked++ & CHECKED) == 0) {
        check();
      }
      try {
        @Nullable Object[] row = reader().next();
        if (row == null) {
          close();
          return false;
        }
        current = shaped(row);
        return true;
      } catch (IOException e) {
        // Whoever ends a statement from elsewhere closes its files.
        check();
        throw file.failure(e);
      }
    }

    private RowReader reader() throws IOException {
      RowReader open = reader;
      if (open == null) {
        open = file.open(columns);
        reader = open;
        if (statement != null) {
          statement.closeAtEnd(this);
        }
      }
      return open;
    }

    private static @Nullable Object shaped(@Nullable Object[] row) {
      return switch (row.length) {
        case 0 -> FlatLists.COMPARABLE_EMPTY_LIST;
        case 1 -> row[0];
        default -> row;
      };
    }

    private void check() {
      if (statement != null) {
        statement.check();
      }
    }

    @Override
    public @Nullable Object current() {
      return current;
    }

    @Override
    public void reset() {
      close();
      over = false;
    }

    @Override
    public void close() {
      over = true;
      RowReader open = reader;
      reader = null;
      if (open != null) {
        if (statement != null) {
          statement.closed(this);
        }
        try {
          open.close();
        } catch (IOException ignored) {
          // It was read alone; nothing is lost.
        }
      }
    }
  }
}
