package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import dev.bricklane.sql.StreamedText;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The getters that name a column by its number: each reads the value as one Java type. */
abstract class TypedGetters extends LabelGetters {
  /** Returns the current row's value, of the class that {@link ColumnType} says. */
  abstract @Nullable Object value(int column) throws SQLException;

  /**
   * Returns the current row's text where it may be read while it comes, once some of it has come;
   * null for any other value.
   */
  abstract @Nullable StreamedText streamed(int column, boolean orNull) throws SQLException;

  /** Returns the most characters to give of a text. */
  abstract int mostCharacters();

  /** Returns a column by its number, from 1. */
  abstract Column column(int number) throws SQLException;

  private <T> @Nullable T read(int column, Function<Object, T> conversion) throws SQLException {
    Object value = value(column);
    if (value == null) {
      return null;
    }
    try {
      return conversion.apply(value);
    } catch (BricklaneException e) {
      Column in = column(column);
      throw SqlExceptions.of(
          e.code(),
          "Column "
              + column
              + " ("
              + in.label()
              + " "
              + TypeFacts.name(in.type())
              + "): "
              + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  private static Function<Object, Object> never(String what) {
    return value -> {
      throw Texts.unreadable(value, what);
    };
  }

  @Override
  public final @Nullable String getString(int column) throws SQLException {
    return read(column, Texts::of);
  }

  @Override
  public final @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public final boolean getBoolean(int column) throws SQLException {
    Boolean truth = read(column, Numbers::toBoolean);
    return truth != null && truth;
  }

  @Override
  public final byte getByte(int column) throws SQLException {
    Byte number = read(column, Numbers::toByte);
    return number == null ? 0 : number;
  }

  @Override
  public final short getShort(int column) throws SQLException {
    Short number = read(column, Numbers::toShort);
    return number == null ? 0 : number;
  }

  @Override
  public final int getInt(int column) throws SQLException {
    Integer number = read(column, Numbers::toInt);
    return number == null ? 0 : number;
  }

  @Override
  public final long getLong(int column) throws SQLException {
    Long number = read(column, Numbers::toLong);
    return number == null ? 0 : number;
  }

  @Override
  public final float getFloat(int column) throws SQLException {
    Float number = read(column, Numbers::toFloat);
    return number == null ? 0 : number;
  }

  @Override
  public final double getDouble(int column) throws SQLException {
    Double number = read(column, Numbers::toDouble);
    return number == null ? 0 : number;
  }

  @Override
  public final @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    return read(column, Numbers::toDecimal);
  }

  @Override
  @Deprecated
  public final @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    if (scale < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_ARGUMENT, "Scale " + scale + " is below 0");
    }
    return read(column, value -> Numbers.toDecimal(value).setScale(scale, RoundingMode.HALF_UP));
  }

  @Override
  public final byte @Nullable [] getBytes(int column) throws SQLException {
    return read(column, Conversions::toBytes);
  }

  @Override
  public final @Nullable Date getDate(int column) throws SQLException {
    return getDate(column, null);
  }

  @Override
  public final @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    return read(column, value -> Temporals.toDate(value, calendar));
  }

  @Override
  public final @Nullable Time getTime(int column) throws SQLException {
    return getTime(column, null);
  }

  @Override
  public final @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    return read(column, value -> Temporals.toTime(value, calendar));
  }

  @Override
  public final @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return getTimestamp(column, null);
  }

  @Override
  public final @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    return read(column, value -> Temporals.toTimestamp(value, calendar));
  }

  @Override
  public final @Nullable InputStream getAsciiStream(int column) throws SQLException {
    StreamedText text = streamed(column, true);
    if (text != null) {
      return new StreamedBytes(new StreamedReader(text, mostCharacters()));
    }
    return read(
        column,
        value -> new ByteArrayInputStream(Texts.of(value).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  @Deprecated
  public final @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    return getAsciiStream(column);
  }

  @Override
  public final @Nullable InputStream getBinaryStream(int column) throws SQLException {
    return read(column, Conversions::toStream);
  }

  @Override
  public final @Nullable Reader getCharacterStream(int column) throws SQLException {
    StreamedText text = streamed(column, true);
    if (text != null) {
      return new StreamedReader(text, mostCharacters());
    }
    return read(column, value -> new StringReader(Texts.of(value)));
  }

  @Override
  public final @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public final @Nullable Clob getClob(int column) throws SQLException {
    return getNClob(column);
  }

  @Override
  public final @Nullable NClob getNClob(int column) throws SQLException {
    StreamedText text = streamed(column, true);
    if (text != null) {
      return new StreamedClob(text, mostCharacters());
    }
    return read(column, value -> new BricklaneClob(Texts.of(value)));
  }

  @Override
  public final @Nullable Blob getBlob(int column) throws SQLException {
    return read(column, value -> new BricklaneBlob(Conversions.toBytes(value)));
  }

  @Override
  public final @Nullable Array getArray(int column) throws SQLException {
    ColumnType type = column(column).type();
    return read(column, value -> Conversions.toArray(value, type));
  }

  @Override
  public final @Nullable URL getURL(int column) throws SQLException {
    return read(column, Conversions::toUrl);
  }

  @Override
  public final @Nullable Ref getRef(int column) throws SQLException {
    return (Ref) read(column, never("a REF"));
  }

  @Override
  public final @Nullable RowId getRowId(int column) throws SQLException {
    return (RowId) read(column, never("a ROWID"));
  }

  @Override
  public final @Nullable SQLXML getSQLXML(int column) throws SQLException {
    return (SQLXML) read(column, never("XML"));
  }

  @Override
  public final @Nullable Object getObject(int column) throws SQLException {
    ColumnType type = column(column).type();
    return read(column, value -> Conversions.toJdbc(value, type));
  }

  @Override
  public final @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getObject(column);
  }

  @Override
  public final <T> @Nullable T getObject(int column, @Nullable Class<T> target)
      throws SQLException {
    Class<T> to = SqlExceptions.notNull(target, "class to read as");
    if (to == Reader.class) {
      return to.cast(getCharacterStream(column));
    }
    if (to == Clob.class || to == NClob.class) {
      return to.cast(getNClob(column));
    }
    StreamedText text = to == StreamedAnswer.class ? streamed(column, false) : null;
    if (text != null) {
      return to.cast(new StreamedReader(text, mostCharacters()));
    }
    ColumnType type = column(column).type();
    return read(column, value -> Conversions.to(value, type, to));
  }
}
