package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PropertyTableTest {
  @Test
  void hasARowPerProperty() {
    assertThat(PropertyTable.markdown().lines())
        .hasSize(2 + ConnectionProperty.values().length)
        .allMatch(line -> line.startsWith("|") && line.endsWith("|"))
        .allMatch(line -> line.chars().filter(c -> c == '|').count() == 5)
        .contains(
            "| `clientId` |  | The client id of a service principal, for oauth-m2m. |"
                + " `OAuth2ClientId`, `DATABRICKS_CLIENT_ID`, `client_id` in the profile file |",
            "| `registerMbeans` | `false` | Whether the pool shows itself by JMX. |  |");
  }
}
