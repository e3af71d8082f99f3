package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the streams that callers give as parameters; null for null. */
final class Streams {
  private Streams() {}

  static byte @Nullable [] bytes(@Nullable InputStream stream) throws SQLException {
    try {
      return stream == null ? null : stream.readAllBytes();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  static byte @Nullable [] bytes(@Nullable InputStream stream, long length) throws SQLException {
    int most = length(length);
    try {
      if (stream == null) {
        return null;
      }
      byte[] bytes = stream.readNBytes(most);
      checkComplete(bytes.length, length);
      return bytes;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Reads bytes as text: ASCII, or UTF-8, of which it is a part. */
  static @Nullable String ascii(@Nullable InputStream stream) throws SQLException {
    byte[] bytes = bytes(stream);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  static @Nullable String ascii(@Nullable InputStream stream, long length) throws SQLException {
    byte[] bytes = bytes(stream, length);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  static @Nullable String text(@Nullable Reader reader) throws SQLException {
    try {
      if (reader == null) {
        return null;
      }
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
    int most = length(length);
    try {
      if (reader == null) {
        return null;
      }
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[Math.min(most, 8192)];
      int read = 0;
      while (text.length() < most && read >= 0) {
        read = reader.read(buffer, 0, Math.min(buffer.length, most - text.length()));
        text.append(buffer, 0, Math.max(read, 0));
      }
      checkComplete(text.length(), length);
      return text.toString();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static int length(long length) throws SQLException {
    if (length < 0 || length > Integer.MAX_VALUE - 8) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_ARGUMENT, "Length " + length + " is not within 0 to 2147483639");
    }
    return (int) length;
  }

  private static void checkComplete(int read, long length) throws SQLException {
    if (read < length) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_ARGUMENT,
          "The stream ended after " + read + " of " + length + " characters or bytes");
    }
  }

  private static SQLException broken(IOException e) {
    return SqlExceptions.of(
        ErrorCode.INVALID_ARGUMENT, "The stream could not be read: " + e.getMessage(), e);
  }
}
