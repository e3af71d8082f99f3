package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.GroovyShell;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, as they stand in the README and run from the shell: {@code args} and all. */
class ExamplesIT {
  @TempDir private Path folder;
  private ChatWorkspace workspace;

  @BeforeEach
  void start() {
    workspace = new ChatWorkspace();
  }

  @AfterEach
  void close() throws SQLException {
    workspace.close();
  }

  /** Runs an example; returns what it has printed. */
  private String run(String example, String... arguments) throws IOException {
    StringWriter printed = new StringWriter();
    workspace.binding.setVariable("out", printed);
    new GroovyShell(workspace.binding)
        .run(Path.of("examples", example).toFile(), List.of(arguments));
    return printed.toString();
  }

  /** Makes a database of tickets; returns its URL. */
  private String database() throws SQLException {
    String url = "jdbc:h2:" + folder.resolve("crm");
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE ticket (id INT PRIMARY KEY, team VARCHAR, state VARCHAR, body VARCHAR, created TIMESTAMP);
          INSERT INTO ticket VALUES
            (1, 'north', 'open', 'The drill smokes', LOCALTIMESTAMP - INTERVAL '1' HOUR),
            (2, 'south', 'open', 'Where is my parcel?', LOCALTIMESTAMP - INTERVAL '2' HOUR),
            (3, 'north', 'done', 'Paid twice', LOCALTIMESTAMP - INTERVAL '3' HOUR),
            (4, 'west', 'open', 'Long ago', LOCALTIMESTAMP - INTERVAL '9' DAY)
          """);
    }
    return url;
  }

  @Test
  void triagesEachTicketByOneCall() throws IOException {
    Path csv = folder.resolve("tickets.csv");
    Files.writeString(
        csv,
        """
        id,body
        1,"The invoice shows a billing error, urgent: yes"
        2,"My delivery is late, says ""the shop\"""
        3,A defect in the drill
        4,A defect in the drill
        """);
    String printed = run("triage.groovy", csv.toString());
    assertThat(Files.readAllLines(folder.resolve("tickets-triaged.csv")))
        .containsExactly(
            "id,category,urgent,summary",
            "\"1\",\"billing\",\"true\",\"The invoice shows a billing error, urgent: yes\"",
            "\"2\",\"delivery\",\"false\",\"My delivery is late, says \"\"the shop\"\"\"",
            "\"3\",\"defect\",\"false\",\"A defect in the drill\"",
            "\"4\",\"defect\",\"false\",\"A defect in the drill\"");
    assertThat(printed)
        .startsWith("tickets-triaged.csv: 4 tickets, 0 without an answer, 3 calls, ");
    assertThat(workspace.calls()).isEqualTo(3);
  }

  @Test
  void triagesTheOthersWhereOneTicketHasNoAnswer() throws IOException {
    Path csv = folder.resolve("tickets.csv");
    Files.writeString(csv, "id,body\n1," + "word ".repeat(200_000) + "\n2,A defect in the drill\n");
    String printed = run("triage.groovy", csv.toString());
    assertThat(Files.readAllLines(folder.resolve("tickets-triaged.csv")))
        .containsExactly(
            "id,category,urgent,summary",
            "\"1\",,,",
            "\"2\",\"defect\",\"false\",\"A defect in the drill\"");
    assertThat(printed).startsWith("tickets-triaged.csv: 2 tickets, 1 without an answer, ");
  }

  @Test
  void summarisesEachTeamsNightByOneCall() throws IOException, SQLException {
    Path report = folder.resolve("report.md");
    String printed = run("nightly.groovy", database(), report.toString());
    assertThat(Files.readAllLines(report))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("# Tickets since 2"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).isEqualTo("## north (2)"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).contains("The drill smokes", "Paid twice"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).isEqualTo("## south (1)"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).contains("Where is my parcel?").doesNotContain("Paid"),
            line -> assertThat(line).isEmpty());
    assertThat(printed).startsWith(report + ": 2 teams, ").hasLineCount(1);
    assertThat(workspace.calls()).isEqualTo(2);
  }

  @Test
  void answersByWhatItsToolsHaveFound() throws IOException, SQLException {
    String printed =
        run(
            "agent.groovy",
            database(),
            "Look at the tables, and send a query, sql: SELECT COUNT(*) AS n FROM crm.public.ticket"
                + " WHERE state = 'open'");
    assertThat(printed).contains("PUBLIC.TICKET", "BODY VARCHAR", "\"n\":3");
    assertThat(printed.lines().filter(line -> !line.isBlank()).toList())
        .last()
        .asString()
        .startsWith("2 calls, ");
    assertThat(workspace.calls()).isEqualTo(2);
    assertThat(workspace.last().toString()).contains("PUBLIC.TICKET").contains("n\\\":3");
  }

  @Test
  void saysTheAgentsModelWhatItsQueryHasFailedWith() throws IOException, SQLException {
    run("agent.groovy", database(), "query, sql: DELETE FROM crm.public.ticket");
    assertThat(workspace.calls()).isEqualTo(2);
    assertThat(workspace.last().toString()).contains("rror");
  }

  @Test
  void findsWhatMeansMostNearlyTheSame() throws IOException {
    Files.createDirectories(folder.resolve("more"));
    Files.writeString(
        folder.resolve("refunds.md"),
        "Refunds\n\nWe refund the price of a returned drill\nwithin 14 days.\n\nCall us.\n");
    Files.writeString(folder.resolve("more/parcels.txt"), "Parcels leave our house at noon.\n");
    Files.writeString(folder.resolve("more/picture.png"), "We refund the price");
    String printed =
        run("search.groovy", folder.toString(), "refund of a drill", "embedded-hashing-384");
    assertThat(printed.lines())
        .hasSize(3)
        .first()
        .asString()
        .matches("0\\.\\d\\d  refunds.md: We refund the price of a returned drill");
    assertThat(printed).doesNotContain("picture");
    assertThat(workspace.calls()).isEqualTo(2);
  }
}
