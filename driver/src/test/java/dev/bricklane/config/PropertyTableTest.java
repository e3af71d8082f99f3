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
            "| `clientSecret` |  | The OAuth secret of the service principal, for oauth-m2m. |"
                + " `OAuth2Secret`, `DATABRICKS_CLIENT_SECRET`, `client_secret` in the profile file"
                + " |",
            "| `registerMbeans` | `false` | Whether the pool shows itself by JMX. |  |");
  }
}
