package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the README shows of views and templates. */
class ReadmeViewsTest {
  @TempDir private Path folder;

  @Test
  void runsTheDefinitionsAndTheQuery() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section = readme.substring(readme.indexOf("\n## Views and prompt templates"));
    String[] blocks =
        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
            .matcher(section)
            .results()
            .limit(2)
            .map((MatchResult block) -> block.group(1))
            .toArray(String[]::new);
    Queries queries = DefinedQueries.of(folder, blocks[0]);
    assertThat(queries.rows(blocks[1]))
        .hasToString(
            "[[1, SUMMARISE IN 5 WORDS: THE BIKE ARRIVED BROKEN], [2, SUMMARISE IN 5 WORDS: THANK YOU!]]");
    assertThat(queries.rows("SELECT id FROM reports.summaries")).hasSize(2);
    assertThat(queries.rows("SELECT id FROM similar_to('Thank you!')")).hasToString("[[1]]");
    assertThat(queries.gateway.chats).hasSize(2);
  }
}
