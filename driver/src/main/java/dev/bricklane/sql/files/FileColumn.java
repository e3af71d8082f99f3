package dev.bricklane.sql.files;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/**
 * A column of a file; all may be NULL.
 *
 * @param name as SQL has it, unlike any other of the file whatever their case
 * @param source as the file has it
 * @param type of its values, or of the elements of its arrays
 * @param array whether its values are arrays
 */
record FileColumn(String name, String source, SqlType type, boolean array) {

  /** Returns the type as people write it. */
  String typeText() {
    return array ? type.text() + " ARRAY" : type.text();
  }

  RelDataType relType(RelDataTypeFactory types) {
    RelDataType plain = types.createTypeWithNullability(type.relType(types), true);
    return array ? types.createTypeWithNullability(types.createArrayType(plain, -1), true) : plain;
  }
}
