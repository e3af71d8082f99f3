package dev.bricklane.conformance.heavy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * JasperReports compiles a report, fills it through the packaged driver and exports it to PDF. The
 * PDF and a picture of each page stay in {@code src/heavy/clients/jasper/target/work}.
 */
@Timeout(180)
class JasperReportsIT {
  @Test
  void rendersAReportAndAsksOnceForEachRowOfIt() throws IOException, InterruptedException {
    try (AskedWorkspace workspace = new AskedWorkspace()) {
      String text = rendered(workspace.url(), "10.00");
      assertThat(text)
          .contains("Tickets and what a model makes of them")
          .contains("Summaries by embedded-responder; amounts from 10.00 on")
          .contains("Çelik Öztürk")
          .contains("31 Jan 2026")
          .contains("Urgent: The parcel came")
          .contains("embedded responder")
          .contains("60.50")
          .contains("4 tickets")
          .contains("280.49")
          .doesNotContain("Bob Bauer");
      assertThat(workspace.asked())
          .containsExactly(
              "Summarise in one sentence: It's the third time that the wrong colour arrives – 100%"
                  + " blue instead of \"green\".",
              "Summarise in one sentence: Please send the invoice once more, the first one has the"
                  + " wrong address.",
              "Summarise in one sentence: Thank you, all is well now.",
              "Summarise in one sentence: The parcel came nine days late, and the lamp inside is"
                  + " broken.");
    }
  }

  private static String rendered(String url, String least)
      throws IOException, InterruptedException {
    Client client = Client.named("jasper");
    Path folder = client.folder("work");
    Path report = folder.resolve("tickets.jrxml");
    try (InputStream source =
        Objects.requireNonNull(JasperReportsIT.class.getResourceAsStream("tickets.jrxml"))) {
      Files.copy(source, report, StandardCopyOption.REPLACE_EXISTING);
    }
    return Client.run(
        Client.process(
            Client.java(),
            List.of(
                "-Djava.awt.headless=true",
                "-Duser.language=en",
                "-Duser.country=GB",
                "-cp",
                client.classPath(),
                "dev.bricklane.clients.jasper.RenderReport",
                report.toString(),
                url,
                folder.resolve("tickets.pdf").toString(),
                "embedded-responder",
                least)),
        folder.resolve("tickets.txt"));
  }
}
