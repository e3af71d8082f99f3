package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.ErrorCode;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DriverTest {
  private final Driver driver = new BricklaneDriver();

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(Driver.class).stream().map(ServiceLoader.Provider::type))
        .contains(BricklaneDriver.class);
  }

  @Test
  void registersItself() throws SQLException {
    assertThat(DriverManager.getDriver("jdbc:bricklane:embedded"))
        .isInstanceOf(BricklaneDriver.class);
  }

  @Test
  void acceptsItsOwnUrlsAlone() throws SQLException {
    assertThat(driver.acceptsURL("jdbc:bricklane:embedded")).isTrue();
    assertThat(driver.acceptsURL("jdbc:bricklane:")).isTrue();
    for (String other :
        List.of("jdbc:bricklanes:x", "jdbc:h2:mem:", "bricklane", "", "http://bricklane/")) {
      assertThat(driver.acceptsURL(other)).isFalse();
      assertThat(driver.connect(other, new Properties())).isNull();
    }
    assertThat(driver.acceptsURL(null)).isFalse();
    assertCode(ErrorCode.INVALID_CONFIGURATION, () -> driver.connect(null, null));
  }

  @Test
  void describesPropertiesForAnyUrl() throws SQLException {
    assertThat(driver.getPropertyInfo("jdbc:bricklane:", null)).isNotNull();
    assertThat(driver.getPropertyInfo(null, null)).isNotNull();
    assertThat(driver.getPropertyInfo("jdbc:h2:mem:", new Properties())).isNotNull();
  }

  @Test
  void tellsItsVersionAndLogger() throws SQLException {
    assertThat(driver.getMajorVersion()).isZero();
    assertThat(driver.getMinorVersion()).isEqualTo(1);
    assertThat(driver.jdbcCompliant()).isFalse();
    assertThat(driver.getParentLogger().getName()).isEqualTo("dev.bricklane");
  }
}
