package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LargeObjectTest {
  private final Clob clob = new BricklaneClob("0123456789");
  private final Blob blob = new BricklaneBlob(new byte[] {0, 1, 2, 3, 4});

  @Test
  void readsPartsOfAClob() throws SQLException {
    assertThat(clob.length()).isEqualTo(10);
    assertThat(clob.getSubString(3, 2)).isEqualTo("23");
    assertThat(clob.getSubString(9, 5)).isEqualTo("89");
    assertThat(Streams.text(clob.getCharacterStream())).isEqualTo("0123456789");
    assertThat(Streams.text(clob.getCharacterStream(2, 3))).isEqualTo("123");
    assertThat(Streams.ascii(clob.getAsciiStream())).isEqualTo("0123456789");
    assertThat(clob.position("45", 1)).isEqualTo(5);
    assertThat(clob.position("45", 6)).isEqualTo(-1);
    assertThat(clob.position(new BricklaneClob("9"), 1)).isEqualTo(10);
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> clob.getSubString(0, 1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> clob.getSubString(12, 1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> clob.getSubString(1, -1));
  }

  @Test
  void writesAClob() throws SQLException, IOException {
    assertThat(clob.setString(9, "abcd")).isEqualTo(4);
    assertThat(clob.getSubString(1, 20)).isEqualTo("01234567abcd");
    assertThat(clob.setString(1, "xyz", 1, 1)).isEqualTo(1);
    clob.truncate(2);
    assertThat(clob.getSubString(1, 20)).isEqualTo("y1");
    try (Writer writer = clob.setCharacterStream(3)) {
      writer.write("text");
    }
    try (OutputStream stream = clob.setAsciiStream(7)) {
      stream.write("!".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(clob.getSubString(1, 20)).isEqualTo("y1text!");
    clob.free();
    assertCode(ErrorCode.INVALID_STATE, clob::length);
  }

  @Test
  void readsPartsOfABlob() throws SQLException {
    assertThat(blob.length()).isEqualTo(5);
    assertThat(blob.getBytes(2, 2)).containsExactly(1, 2);
    assertThat(Streams.bytes(blob.getBinaryStream())).containsExactly(0, 1, 2, 3, 4);
    assertThat(Streams.bytes(blob.getBinaryStream(5, 9))).containsExactly(4);
    assertThat(blob.position(new byte[] {2, 3}, 1)).isEqualTo(3);
    assertThat(blob.position(new BricklaneBlob(new byte[] {9}), 1)).isEqualTo(-1);
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> blob.getBytes(7, 1));
  }

  @Test
  void writesABlob() throws SQLException, IOException {
    assertThat(blob.setBytes(5, new byte[] {7, 8})).isEqualTo(2);
    assertThat(blob.getBytes(1, 9)).containsExactly(0, 1, 2, 3, 7, 8);
    blob.truncate(1);
    try (OutputStream stream = blob.setBinaryStream(2)) {
      stream.write(9);
    }
    assertThat(blob.getBytes(1, 9)).containsExactly(0, 9);
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> blob.setBytes(1, new byte[1], 1, 1));
    blob.free();
    assertCode(ErrorCode.INVALID_STATE, blob::length);
  }
}
