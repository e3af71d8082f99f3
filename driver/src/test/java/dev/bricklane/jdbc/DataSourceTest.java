package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
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

  /** There is nothing to commit in two phases, so no class says that there were. */
  @Test
  void isNoSourceOfDistributedTransactions() throws IOException {
    try (Stream<Path> classes =
        Files.walk(Path.of("target/classes/dev/bricklane/jdbc").toAbsolutePath())) {
      assertThat(
              classes
                  .map(Path::getFileName)
                  .map(Path::toString)
                  .filter(name -> name.endsWith(".class"))
                  .map(name -> load("dev.bricklane.jdbc." + name.replace(".class", ""))))
          .isNotEmpty()
          .noneMatch(XADataSource.class::isAssignableFrom)
          .noneMatch(XAConnection.class::isAssignableFrom);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, BricklaneDataSource.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
