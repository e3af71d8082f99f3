package dev.bricklane.conformance.heavy;

import com.databricks.internal.apache.arrow.memory.BufferAllocator;
import com.databricks.internal.apache.arrow.vector.BigIntVector;
import com.databricks.internal.apache.arrow.vector.BitVector;
import com.databricks.internal.apache.arrow.vector.DateDayVector;
import com.databricks.internal.apache.arrow.vector.DecimalVector;
import com.databricks.internal.apache.arrow.vector.FieldVector;
import com.databricks.internal.apache.arrow.vector.Float4Vector;
import com.databricks.internal.apache.arrow.vector.Float8Vector;
import com.databricks.internal.apache.arrow.vector.IntVector;
import com.databricks.internal.apache.arrow.vector.SmallIntVector;
import com.databricks.internal.apache.arrow.vector.TimeStampMicroTZVector;
import com.databricks.internal.apache.arrow.vector.TimeStampMicroVector;
import com.databricks.internal.apache.arrow.vector.TinyIntVector;
import com.databricks.internal.apache.arrow.vector.VarBinaryVector;
import com.databricks.internal.apache.arrow.vector.VarCharVector;
import com.databricks.internal.apache.arrow.vector.VectorSchemaRoot;
import com.databricks.internal.apache.arrow.vector.complex.ListVector;
import com.databricks.internal.apache.arrow.vector.ipc.ArrowStreamWriter;
import com.databricks.internal.apache.arrow.vector.types.DateUnit;
import com.databricks.internal.apache.arrow.vector.types.FloatingPointPrecision;
import com.databricks.internal.apache.arrow.vector.types.TimeUnit;
import com.databricks.internal.apache.arrow.vector.types.pojo.ArrowType;
import com.databricks.internal.apache.arrow.vector.types.pojo.Field;
import com.databricks.internal.apache.arrow.vector.types.pojo.FieldType;
import com.databricks.internal.apache.arrow.vector.types.pojo.Schema;
import com.databricks.jdbc.api.impl.arrow.ArrowBufferAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a warehouse sends them: an Arrow stream, its columns with the names of their SQL types.
 * Arrow's classes are those that databricks-jdbc brings along, which need no options of the JVM.
 */
final class ArrowRows {
  private ArrowRows() {}

  static byte[] write(List<WarehouseTables.Column> columns, List<List<Object>> rows)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Schema schema =
        new Schema(columns.stream().map(each -> field(each.name(), each.type())).toList());
    try (BufferAllocator allocator = ArrowBufferAllocator.getBufferAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(bytes))) {
      root.allocateNew();
      for (int column = 0; column < columns.size(); column++) {
        FieldVector vector = root.getVector(column);
        for (int row = 0; row < rows.size(); row++) {
          set(vector, row, rows.get(row).get(column));
        }
      }
      root.setRowCount(rows.size());
      writer.start();
      writer.writeBatch();
      writer.end();
    }
    return bytes.toByteArray();
  }

  private static Field field(String name, String type) {
    List<Field> children =
        type.startsWith("ARRAY<")
            ? List.of(field("element", type.substring(6, type.length() - 1)))
            : List.of();
    return new Field(
        name,
        new FieldType(true, arrowType(type), null, Map.of("Spark:DataType:SqlName", type)),
        children);
  }

  private static ArrowType arrowType(String type) {
    if (type.startsWith("DECIMAL(")) {
      int[] digits =
          IntStream.of(
                  Integer.parseInt(type.substring(8, type.indexOf(','))),
                  Integer.parseInt(type.substring(type.indexOf(',') + 1, type.length() - 1)))
              .toArray();
      return new ArrowType.Decimal(digits[0], digits[1], 128);
    }
    return switch (type.replaceAll("<.*", "")) {
      case "TINYINT" -> new ArrowType.Int(8, true);
      case "SMALLINT" -> new ArrowType.Int(16, true);
      case "INT" -> new ArrowType.Int(32, true);
      case "BIGINT" -> new ArrowType.Int(64, true);
      case "FLOAT" -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case "DOUBLE" -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case "BOOLEAN" -> new ArrowType.Bool();
      case "DATE" -> new ArrowType.Date(DateUnit.DAY);
      case "TIMESTAMP" -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Etc/UTC");
      case "TIMESTAMP_NTZ" -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case "BINARY" -> new ArrowType.Binary();
      case "ARRAY" -> new ArrowType.List();
      default -> new ArrowType.Utf8();
    };
  }

  private static void set(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof TinyIntVector numbers) {
      numbers.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof SmallIntVector numbers) {
      numbers.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof IntVector numbers) {
      numbers.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof BigIntVector numbers) {
      numbers.setSafe(row, ((Number) value).longValue());
    } else if (vector instanceof Float4Vector numbers) {
      numbers.setSafe(row, ((Number) value).floatValue());
    } else if (vector instanceof Float8Vector numbers) {
      numbers.setSafe(row, ((Number) value).doubleValue());
    } else if (vector instanceof DecimalVector numbers) {
      numbers.setSafe(row, new BigDecimal(value.toString()).setScale(numbers.getScale()));
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof DateDayVector days) {
      LocalDate day = value instanceof Date date ? date.toLocalDate() : (LocalDate) value;
      days.setSafe(row, (int) day.toEpochDay());
    } else if (vector instanceof TimeStampMicroTZVector moments) {
      moments.setSafe(
          row, micros(((OffsetDateTime) value).toLocalDateTime(), (OffsetDateTime) value));
    } else if (vector instanceof TimeStampMicroVector moments) {
      LocalDateTime local =
          value instanceof java.sql.Timestamp stamp
              ? stamp.toLocalDateTime()
              : (LocalDateTime) value;
      moments.setSafe(row, micros(local, null));
    } else if (vector instanceof VarBinaryVector bytes) {
      bytes.setSafe(row, (byte[]) value);
    } else if (vector instanceof ListVector lists) {
      list(lists, row, (List<?>) value);
    } else {
      ((VarCharVector) vector).setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static long micros(LocalDateTime local, @Nullable OffsetDateTime moment) {
    return ChronoUnit.MICROS.between(
        LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC),
        moment == null ? local : moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
  }

  private static void list(ListVector lists, int row, List<?> values) {
    int start = lists.startNewValue(row);
    for (int i = 0; i < values.size(); i++) {
      set((FieldVector) lists.getDataVector(), start + i, values.get(i));
    }
    lists.endValue(row, values.size());
  }
}
