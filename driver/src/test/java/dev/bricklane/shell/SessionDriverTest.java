package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionDriverTest {
  @Test
  void handsOverItsConnectionThenOpensNewOnes() throws SQLException {
    Map<String, String> properties = Map.of("user", "ada", "password", "s3cret");
    String alias = "session:handsOverItsConnection";
    try (Connection first = Connections.open("jdbc:h2:mem:", properties)) {
      SessionDriver driver = new SessionDriver(alias, "jdbc:h2:mem:", properties, first);
      driver.register();
      try (Connection handed = DriverManager.getConnection(alias);
          Connection reopened = DriverManager.getConnection(alias)) {
        assertThat(handed).isSameAs(first);
        assertThat(reopened).isNotSameAs(first).isSameAs(driver.current());
        assertThat(reopened.getMetaData().getUserName()).isEqualTo("ADA");
      } finally {
        driver.deregister();
      }
    }
    assertThatThrownBy(() -> DriverManager.getConnection(alias)).isInstanceOf(SQLException.class);
  }
}
