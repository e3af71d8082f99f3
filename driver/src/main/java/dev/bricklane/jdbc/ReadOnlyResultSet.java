package dev.bricklane.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** A result set whose rows cannot be changed: every method that would change one refuses. */
abstract class ReadOnlyResultSet implements ResultSet {
  private static SQLException refusal(String method) {
    return SqlExceptions.unsupported(method + "(): results are read-only; changing one");
  }

  @Override
  public final boolean rowUpdated() {
    return false;
  }

  @Override
  public final boolean rowInserted() {
    return false;
  }

  @Override
  public final boolean rowDeleted() {
    return false;
  }

  @Override
  public final void updateNull(int column) throws SQLException {
    throw refusal("updateNull");
  }

  @Override
  public final void updateBoolean(int column, boolean value) throws SQLException {
    throw refusal("updateBoolean");
  }

  @Override
  public final void updateByte(int column, byte value) throws SQLException {
    throw refusal("updateByte");
  }

  @Override
  public final void updateShort(int column, short value) throws SQLException {
    throw refusal("updateShort");
  }

  @Override
  public final void updateInt(int column, int value) throws SQLException {
    throw refusal("updateInt");
  }

  @Override
  public final void updateLong(int column, long value) throws SQLException {
    throw refusal("updateLong");
  }

  @Override
  public final void updateFloat(int column, float value) throws SQLException {
    throw refusal("updateFloat");
  }

  @Override
  public final void updateDouble(int column, double value) throws SQLException {
    throw refusal("updateDouble");
  }

  @Override
  public final void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
    throw refusal("updateBigDecimal");
  }

  @Override
  public final void updateString(int column, @Nullable String value) throws SQLException {
    throw refusal("updateString");
  }

  @Override
  public final void updateBytes(int column, byte @Nullable [] value) throws SQLException {
    throw refusal("updateBytes");
  }

  @Override
  public final void updateDate(int column, @Nullable Date value) throws SQLException {
    throw refusal("updateDate");
  }

  @Override
  public final void updateTime(int column, @Nullable Time value) throws SQLException {
    throw refusal("updateTime");
  }

  @Override
  public final void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
    throw refusal("updateTimestamp");
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, int scaleOrLength)
      throws SQLException {
    throw refusal("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, int scaleOrLength)
      throws SQLException {
    throw refusal("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, int scaleOrLength)
      throws SQLException {
    throw refusal("updateCharacterStream");
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, int scaleOrLength)
      throws SQLException {
    throw refusal("updateObject");
  }

  @Override
  public final void updateObject(int column, @Nullable Object value) throws SQLException {
    throw refusal("updateObject");
  }

  @Override
  public final void updateNull(@Nullable String label) throws SQLException {
    throw refusal("updateNull");
  }

  @Override
  public final void updateBoolean(@Nullable String label, boolean value) throws SQLException {
    throw refusal("updateBoolean");
  }

  @Override
  public final void updateByte(@Nullable String label, byte value) throws SQLException {
    throw refusal("updateByte");
  }

  @Override
  public final void updateShort(@Nullable String label, short value) throws SQLException {
    throw refusal("updateShort");
  }

  @Override
  public final void updateInt(@Nullable String label, int value) throws SQLException {
    throw refusal("updateInt");
  }

  @Override
  public final void updateLong(@Nullable String label, long value) throws SQLException {
    throw refusal("updateLong");
  }

  @Override
  public final void updateFloat(@Nullable String label, float value) throws SQLException {
    throw refusal("updateFloat");
  }

  @Override
  public final void updateDouble(@Nullable String label, double value) throws SQLException {
    throw refusal("updateDouble");
  }

  @Override
  public final void updateBigDecimal(@Nullable String label, @Nullable BigDecimal value)
      throws SQLException {
    throw refusal("updateBigDecimal");
  }

  @Override
  public final void updateString(@Nullable String label, @Nullable String value)
      throws SQLException {
    throw refusal("updateString");
  }

  @Override
  public final void updateBytes(@Nullable String label, byte @Nullable [] value)
      throws SQLException {
    throw refusal("updateBytes");
  }

  @Override
  public final void updateDate(@Nullable String label, @Nullable Date value) throws SQLException {
    throw refusal("updateDate");
  }

  @Override
  public final void updateTime(@Nullable String label, @Nullable Time value) throws SQLException {
    throw refusal("updateTime");
  }

  @Override
  public final void updateTimestamp(@Nullable String label, @Nullable Timestamp value)
      throws SQLException {
    throw refusal("updateTimestamp");
  }

  @Override
  public final void updateAsciiStream(
      @Nullable String label, @Nullable InputStream value, int scaleOrLength) throws SQLException {
    throw refusal("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(
      @Nullable String label, @Nullable InputStream value, int scaleOrLength) throws SQLException {
    throw refusal("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(
      @Nullable String label, @Nullable Reader value, int scaleOrLength) throws SQLException {
    throw refusal("updateCharacterStream");
  }

  @Override
  public final void updateObject(@Nullable String label, @Nullable Object value, int scaleOrLength)
      throws SQLException {
    throw refusal("updateObject");
  }

  @Override
  public final void updateObject(@Nullable String label, @Nullable Object value)
      throws SQLException {
    throw refusal("updateObject");
  }

  @Override
  public final void insertRow() throws SQLException {
    throw refusal("insertRow");
  }

  @Override
  public final void updateRow() throws SQLException {
    throw refusal("updateRow");
  }

  @Override
  public final void deleteRow() throws SQLException {
    throw refusal("deleteRow");
  }

  @Override
  public final void refreshRow() throws SQLException {
    throw refusal("refreshRow");
  }

  @Override
  public final void cancelRowUpdates() throws SQLException {
    throw refusal("cancelRowUpdates");
  }

  @Override
  public final void moveToInsertRow() throws SQLException {
    throw refusal("moveToInsertRow");
  }

  @Override
  public final void moveToCurrentRow() throws SQLException {
    throw refusal("moveToCurrentRow");
  }

  @Override
  public final void updateRef(int column, @Nullable Ref value) throws SQLException {
    throw refusal("updateRef");
  }

  @Override
  public final void updateRef(@Nullable String label, @Nullable Ref value) throws SQLException {
    throw refusal("updateRef");
  }

  @Override
  public final void updateBlob(int column, @Nullable Blob value) throws SQLException {
    throw refusal("updateBlob");
  }

  @Override
  public final void updateBlob(@Nullable String label, @Nullable Blob value) throws SQLException {
    throw refusal("updateBlob");
  }

  @Override
  public final void updateClob(int column, @Nullable Clob value) throws SQLException {
    throw refusal("updateClob");
  }

  @Override
  public final void updateClob(@Nullable String label, @Nullable Clob value) throws SQLException {
    throw refusal("updateClob");
  }

  @Override
  public final void updateArray(int column, @Nullable Array value) throws SQLException {
    throw refusal("updateArray");
  }

  @Override
  public final void updateArray(@Nullable String label, @Nullable Array value) throws SQLException {
    throw refusal("updateArray");
  }

  @Override
  public final void updateRowId(int column, @Nullable RowId value) throws SQLException {
    throw refusal("updateRowId");
  }

  @Override
  public final void updateRowId(@Nullable String label, @Nullable RowId value) throws SQLException {
    throw refusal("updateRowId");
  }

  @Override
  public final void updateNString(int column, @Nullable String value) throws SQLException {
    throw refusal("updateNString");
  }

  @Override
  public final void updateNString(@Nullable String label, @Nullable String value)
      throws SQLException {
    throw refusal("updateNString");
  }

  @Override
  public final void updateNClob(int column, @Nullable NClob value) throws SQLException {
    throw refusal("updateNClob");
  }

  @Override
  public final void updateNClob(@Nullable String label, @Nullable NClob value) throws SQLException {
    throw refusal("updateNClob");
  }

  @Override
  public final void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
    throw refusal("updateSQLXML");
  }

  @Override
  public final void updateSQLXML(@Nullable String label, @Nullable SQLXML value)
      throws SQLException {
    throw refusal("updateSQLXML");
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw refusal("updateNCharacterStream");
  }

  @Override
  public final void updateNCharacterStream(
      @Nullable String label, @Nullable Reader value, long length) throws SQLException {
    throw refusal("updateNCharacterStream");
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw refusal("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw refusal("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw refusal("updateCharacterStream");
  }

  @Override
  public final void updateAsciiStream(
      @Nullable String label, @Nullable InputStream value, long length) throws SQLException {
    throw refusal("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(
      @Nullable String label, @Nullable InputStream value, long length) throws SQLException {
    throw refusal("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(
      @Nullable String label, @Nullable Reader value, long length) throws SQLException {
    throw refusal("updateCharacterStream");
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw refusal("updateBlob");
  }

  @Override
  public final void updateBlob(@Nullable String label, @Nullable InputStream value, long length)
      throws SQLException {
    throw refusal("updateBlob");
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw refusal("updateClob");
  }

  @Override
  public final void updateClob(@Nullable String label, @Nullable Reader value, long length)
      throws SQLException {
    throw refusal("updateClob");
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw refusal("updateNClob");
  }

  @Override
  public final void updateNClob(@Nullable String label, @Nullable Reader value, long length)
      throws SQLException {
    throw refusal("updateNClob");
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
    throw refusal("updateNCharacterStream");
  }

  @Override
  public final void updateNCharacterStream(@Nullable String label, @Nullable Reader value)
      throws SQLException {
    throw refusal("updateNCharacterStream");
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
    throw refusal("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value)
      throws SQLException {
    throw refusal("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
    throw refusal("updateCharacterStream");
  }

  @Override
  public final void updateAsciiStream(@Nullable String label, @Nullable InputStream value)
      throws SQLException {
    throw refusal("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(@Nullable String label, @Nullable InputStream value)
      throws SQLException {
    throw refusal("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(@Nullable String label, @Nullable Reader value)
      throws SQLException {
    throw refusal("updateCharacterStream");
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value) throws SQLException {
    throw refusal("updateBlob");
  }

  @Override
  public final void updateBlob(@Nullable String label, @Nullable InputStream value)
      throws SQLException {
    throw refusal("updateBlob");
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value) throws SQLException {
    throw refusal("updateClob");
  }

  @Override
  public final void updateClob(@Nullable String label, @Nullable Reader value) throws SQLException {
    throw refusal("updateClob");
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value) throws SQLException {
    throw refusal("updateNClob");
  }

  @Override
  public final void updateNClob(@Nullable String label, @Nullable Reader value)
      throws SQLException {
    throw refusal("updateNClob");
  }

  @Override
  public final void updateObject(
      int column, @Nullable Object value, @Nullable SQLType type, int scaleOrLength)
      throws SQLException {
    throw refusal("updateObject");
  }

  @Override
  public final void updateObject(
      @Nullable String label, @Nullable Object value, @Nullable SQLType type, int scaleOrLength)
      throws SQLException {
    throw refusal("updateObject");
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, @Nullable SQLType type)
      throws SQLException {
    throw refusal("updateObject");
  }

  @Override
  public final void updateObject(
      @Nullable String label, @Nullable Object value, @Nullable SQLType type) throws SQLException {
    throw refusal("updateObject");
  }
}
