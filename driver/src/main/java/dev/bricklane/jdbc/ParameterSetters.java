package dev.bricklane.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of a prepared statement: each hands its value to one of two methods. */
abstract class ParameterSetters extends BricklaneStatement implements PreparedStatement {
  ParameterSetters(BricklaneConnection connection) {
    super(connection);
  }

  /** Sets the value of a {@code ?}, counted from 1; of any class that callers may use. */
  abstract void set(int index, @Nullable Object value) throws SQLException;

  /**
   * Sets the value of a {@code ?} after making it one of a type.
   *
   * @param type a constant of {@link java.sql.Types}
   * @param scale digits after the point, or null to keep the value's
   */
  abstract void set(int index, @Nullable Object value, int type, @Nullable Integer scale)
      throws SQLException;

  private static int number(@Nullable SQLType type) throws SQLException {
    return SqlExceptions.notNull(SqlExceptions.notNull(type, "type").getVendorTypeNumber(), "type");
  }

  @Override
  public final void setBoolean(int index, boolean value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setByte(int index, byte value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setShort(int index, short value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setInt(int index, int value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setLong(int index, long value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setFloat(int index, float value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setDouble(int index, double value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setString(int index, @Nullable String value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setDate(int index, @Nullable Date value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setTime(int index, @Nullable Time value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setBlob(int index, @Nullable Blob value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setClob(int index, @Nullable Clob value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setArray(int index, @Nullable Array value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setURL(int index, @Nullable URL value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setNClob(int index, @Nullable NClob value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setRef(int index, @Nullable Ref value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setRowId(int index, @Nullable RowId value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setNString(int index, @Nullable String value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setBytes(int index, byte @Nullable [] value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setObject(int index, @Nullable Object value) throws SQLException {
    set(index, value);
  }

  @Override
  public final void setObject(int index, @Nullable Object value, int type) throws SQLException {
    set(index, value, type, null);
  }

  @Override
  public final void setObject(int index, @Nullable Object value, int type, int scale)
      throws SQLException {
    set(index, value, type, scale);
  }

  @Override
  public final void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
    set(index, value, number(type), null);
  }

  @Override
  public final void setObject(int index, @Nullable Object value, SQLType type, int scale)
      throws SQLException {
    set(index, value, number(type), scale);
  }

  @Override
  public final void setNull(int index, int type) throws SQLException {
    set(index, null);
  }

  @Override
  public final void setNull(int index, int type, @Nullable String typeName) throws SQLException {
    set(index, null);
  }

  @Override
  public final void setDate(int index, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    set(index, value == null || calendar == null ? value : Temporals.fields(value, calendar));
  }

  @Override
  public final void setTime(int index, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    set(index, value == null || calendar == null ? value : Temporals.fields(value, calendar));
  }

  @Override
  public final void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    set(index, value == null || calendar == null ? value : Temporals.fields(value, calendar));
  }

  @Override
  public final void setAsciiStream(int index, @Nullable InputStream value) throws SQLException {
    set(index, Streams.ascii(value));
  }

  @Override
  public final void setAsciiStream(int index, @Nullable InputStream value, long length)
      throws SQLException {
    set(index, Streams.ascii(value, length));
  }

  @Override
  public final void setAsciiStream(int index, @Nullable InputStream value, int length)
      throws SQLException {
    set(index, Streams.ascii(value, length));
  }

  @Override
  public final void setBinaryStream(int index, @Nullable InputStream value) throws SQLException {
    set(index, Streams.bytes(value));
  }

  @Override
  public final void setBinaryStream(int index, @Nullable InputStream value, long length)
      throws SQLException {
    set(index, Streams.bytes(value, length));
  }

  @Override
  public final void setBinaryStream(int index, @Nullable InputStream value, int length)
      throws SQLException {
    set(index, Streams.bytes(value, length));
  }

  @Override
  public final void setBlob(int index, @Nullable InputStream value) throws SQLException {
    set(index, Streams.bytes(value));
  }

  @Override
  public final void setBlob(int index, @Nullable InputStream value, long length)
      throws SQLException {
    set(index, Streams.bytes(value, length));
  }

  @Override
  public final void setCharacterStream(int index, @Nullable Reader value) throws SQLException {
    set(index, Streams.text(value));
  }

  @Override
  public final void setCharacterStream(int index, @Nullable Reader value, long length)
      throws SQLException {
    set(index, Streams.text(value, length));
  }

  @Override
  public final void setCharacterStream(int index, @Nullable Reader value, int length)
      throws SQLException {
    set(index, Streams.text(value, length));
  }

  @Override
  public final void setNCharacterStream(int index, @Nullable Reader value) throws SQLException {
    set(index, Streams.text(value));
  }

  @Override
  public final void setNCharacterStream(int index, @Nullable Reader value, long length)
      throws SQLException {
    set(index, Streams.text(value, length));
  }

  @Override
  public final void setClob(int index, @Nullable Reader value) throws SQLException {
    set(index, Streams.text(value));
  }

  @Override
  public final void setClob(int index, @Nullable Reader value, long length) throws SQLException {
    set(index, Streams.text(value, length));
  }

  @Override
  public final void setNClob(int index, @Nullable Reader value) throws SQLException {
    set(index, Streams.text(value));
  }

  @Override
  public final void setNClob(int index, @Nullable Reader value, long length) throws SQLException {
    set(index, Streams.text(value, length));
  }

  @Override
  @Deprecated
  public final void setUnicodeStream(int index, @Nullable InputStream value, int length)
      throws SQLException {
    set(index, Streams.ascii(value, length));
  }
}
