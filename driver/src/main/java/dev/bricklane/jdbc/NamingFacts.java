package dev.bricklane.jdbc;

/** How things are named, and how long anything may be; 0 stands for no limit. */
abstract class NamingFacts extends ResultFeatures {
  /** Calcite refuses longer identifiers. */
  private static final int IDENTIFIER = 128;

  @Override
  public final boolean storesMixedCaseIdentifiers() {
    return true;
  }

  @Override
  public final boolean storesMixedCaseQuotedIdentifiers() {
    return true;
  }

  @Override
  public final boolean isCatalogAtStart() {
    return true;
  }

  @Override
  public final boolean supportsSchemasInDataManipulation() {
    return true;
  }

  @Override
  public final boolean supportsCatalogsInDataManipulation() {
    return true;
  }

  @Override
  public final boolean supportsMixedCaseIdentifiers() {
    return false;
  }

  @Override
  public final boolean storesUpperCaseIdentifiers() {
    return false;
  }

  @Override
  public final boolean storesLowerCaseIdentifiers() {
    return false;
  }

  @Override
  public final boolean supportsMixedCaseQuotedIdentifiers() {
    return false;
  }

  @Override
  public final boolean storesUpperCaseQuotedIdentifiers() {
    return false;
  }

  @Override
  public final boolean storesLowerCaseQuotedIdentifiers() {
    return false;
  }

  @Override
  public final boolean supportsSchemasInProcedureCalls() {
    return false;
  }

  /** Returns true: nobody defines tables here, but SchemaCrawler asks this for where they are. */
  @Override
  public final boolean supportsSchemasInTableDefinitions() {
    return true;
  }

  @Override
  public final boolean supportsSchemasInIndexDefinitions() {
    return false;
  }

  @Override
  public final boolean supportsSchemasInPrivilegeDefinitions() {
    return false;
  }

  @Override
  public final boolean supportsCatalogsInProcedureCalls() {
    return false;
  }

  /** Returns true: nobody defines tables here, but SchemaCrawler asks this for where they are. */
  @Override
  public final boolean supportsCatalogsInTableDefinitions() {
    return true;
  }

  @Override
  public final boolean supportsCatalogsInIndexDefinitions() {
    return false;
  }

  @Override
  public final boolean supportsCatalogsInPrivilegeDefinitions() {
    return false;
  }

  @Override
  public final String getIdentifierQuoteString() {
    return "\"";
  }

  @Override
  public final String getSearchStringEscape() {
    return "\\";
  }

  @Override
  public final String getExtraNameCharacters() {
    return "";
  }

  @Override
  public final String getSchemaTerm() {
    return "schema";
  }

  @Override
  public final String getProcedureTerm() {
    return "procedure";
  }

  @Override
  public final String getCatalogTerm() {
    return "catalog";
  }

  @Override
  public final String getCatalogSeparator() {
    return ".";
  }

  @Override
  public final int getMaxColumnNameLength() {
    return IDENTIFIER;
  }

  @Override
  public final int getMaxSchemaNameLength() {
    return IDENTIFIER;
  }

  @Override
  public final int getMaxCatalogNameLength() {
    return IDENTIFIER;
  }

  @Override
  public final int getMaxTableNameLength() {
    return IDENTIFIER;
  }

  @Override
  public final int getMaxCursorNameLength() {
    return IDENTIFIER;
  }

  @Override
  public final int getMaxProcedureNameLength() {
    return IDENTIFIER;
  }

  @Override
  public final int getMaxBinaryLiteralLength() {
    return 0;
  }

  @Override
  public final int getMaxCharLiteralLength() {
    return 0;
  }

  @Override
  public final int getMaxColumnsInGroupBy() {
    return 0;
  }

  @Override
  public final int getMaxColumnsInIndex() {
    return 0;
  }

  @Override
  public final int getMaxColumnsInOrderBy() {
    return 0;
  }

  @Override
  public final int getMaxColumnsInSelect() {
    return 0;
  }

  @Override
  public final int getMaxColumnsInTable() {
    return 0;
  }

  @Override
  public final int getMaxConnections() {
    return 0;
  }

  @Override
  public final int getMaxIndexLength() {
    return 0;
  }

  @Override
  public final int getMaxRowSize() {
    return 0;
  }

  @Override
  public final int getMaxStatementLength() {
    return 0;
  }

  @Override
  public final int getMaxStatements() {
    return 0;
  }

  @Override
  public final int getMaxTablesInSelect() {
    return 0;
  }

  @Override
  public final int getMaxUserNameLength() {
    return 0;
  }

  @Override
  public final long getMaxLogicalLobSize() {
    return 0;
  }

  /** Returns the words that the grammar reserves beyond SQL:2003's. */
  @Override
  public final String getSQLKeywords() {
    return "ASOF,DATEADD,DATEDIFF,DATEPART,DATETIME,DATE_PART,DEFINE,EXPLAIN,FRIDAY,LIMIT,"
        + "MATCH_CONDITION,MATCH_RECOGNIZE,MEASURE,MINUS,MONDAY,OFFSET,ORDINAL,PATTERN,"
        + "QUALIFY,SAFE_CAST,SAFE_OFFSET,SAFE_ORDINAL,SATURDAY,SKIP,SNAPSHOT,STREAM,SUNDAY,"
        + "THURSDAY,TRY_CAST,TUESDAY,UNSIGNED,UUID,VARIANT,VOLATILE,WEDNESDAY";
  }

  /** Returns what the grammar takes in {@code {fn}}. */
  @Override
  public final String getNumericFunctions() {
    return "ABS,ACOS,ASIN,ATAN,ATAN2,CBRT,CEILING,COS,COT,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,"
        + "POWER,RADIANS,RAND,ROUND,SIGN,SIN,SQRT,TAN,TRUNCATE";
  }

  /** Returns what the grammar takes in {@code {fn}}. */
  @Override
  public final String getStringFunctions() {
    return "ASCII,CHAR,CONCAT,DIFFERENCE,INSERT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,REPEAT,"
        + "REPLACE,RIGHT,RTRIM,SOUNDEX,SPACE,SUBSTRING,UCASE";
  }

  /** Returns what the grammar takes in {@code {fn}}. */
  @Override
  public final String getSystemFunctions() {
    return "CONVERT,DATABASE,IFNULL,USER";
  }

  /** Returns what the grammar takes in {@code {fn}}. */
  @Override
  public final String getTimeDateFunctions() {
    return "CURDATE,CURTIME,DAYNAME,DAYOFMONTH,DAYOFWEEK,DAYOFYEAR,HOUR,MINUTE,MONTH,"
        + "MONTHNAME,NOW,QUARTER,SECOND,TIMESTAMPADD,TIMESTAMPDIFF,WEEK,YEAR";
  }
}
