package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.ErrorCode;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DataSourceTest {
  private final BricklaneDataSource source = new BricklaneDataSource();

  @Test
  void needsAUrlOfBricklanes() {
    assertCode(ErrorCode.INVALID_CONFIGURATION, source::getConnection);
    source.setUrl("jdbc:h2:mem:");
    assertCode(ErrorCode.INVALID_CONFIGURATION, () -> source.getConnection("user", "password"));
  }

  @Test
  void showsNoSecret() {
    source.setUrl("jdbc:bricklane://host;token=dapi123");
    source.setUser("me");
    source.setPassword("dapi123");
    Properties properties = new Properties();
    properties.setProperty("clientSecret", "dapi123");
    source.setProperties(properties);
    source.setProperty("token", "dapi123");
    source.setProperty("token", null);
    assertThat(source.toString()).doesNotContain("dapi123");
    assertThat(source.getUser()).isEqualTo("me");
  }

  @Test
  void keepsWhatEveryDataSourceKeeps() throws SQLException {
    PrintWriter writer = new PrintWriter(Writer.nullWriter());
    source.setLogWriter(writer);
    assertThat(source.getLogWriter()).isSameAs(writer);
    source.setLoginTimeout(5);
    assertThat(source.getLoginTimeout()).isEqualTo(5);
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> source.setLoginTimeout(-1));
    assertThat(source.getParentLogger().getName()).isEqualTo("dev.bricklane");
    assertThat(source.unwrap(DataSource.class)).isSameAs(source);
    assertCode(ErrorCode.UNSUPPORTED, source::createConnectionBuilder);
    assertCode(ErrorCode.UNSUPPORTED, source::createShardingKeyBuilder);
  }
}
