package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.ColumnType;
import dev.bricklane.sql.Parameter;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** The parameters of a query, as JDBC describes them. Immutable. */
final class QueryParameters implements ParameterMetaData, Unwrapping {
  private final List<Parameter> parameters;

  QueryParameters(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  private ColumnType type(int index) throws SQLException {
    if (index < 1 || index > parameters.size()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "There is no parameter " + index + "; there are " + parameters.size());
    }
    return parameters.get(index - 1).type();
  }

  @Override
  public int getParameterCount() {
    return parameters.size();
  }

  @Override
  public int isNullable(int index) throws SQLException {
    type(index);
    return parameterNullable;
  }

  @Override
  public boolean isSigned(int index) throws SQLException {
    return TypeFacts.of(type(index)).isNumber();
  }

  @Override
  public int getPrecision(int index) throws SQLException {
    return TypeFacts.of(type(index)).precision(type(index));
  }

  @Override
  public int getScale(int index) throws SQLException {
    Integer digits = TypeFacts.of(type(index)).decimalDigits(type(index));
    return digits == null ? 0 : digits;
  }

  @Override
  public int getParameterType(int index) throws SQLException {
    return type(index).jdbcType();
  }

  @Override
  public String getParameterTypeName(int index) throws SQLException {
    return TypeFacts.name(type(index));
  }

  @Override
  public String getParameterClassName(int index) throws SQLException {
    return TypeFacts.of(type(index)).javaClass().getName();
  }

  @Override
  public int getParameterMode(int index) throws SQLException {
    type(index);
    return parameterModeIn;
  }
}
