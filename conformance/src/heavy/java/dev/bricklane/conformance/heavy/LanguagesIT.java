package dev.bricklane.conformance.heavy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The binding put into engines of other languages: which of its methods they choose, what they give
 * it, and that each call of a model is made once.
 */
@Timeout(180)
class LanguagesIT {
  /** What the models are asked in each language, in the order of the letters. */
  private static final List<String> ASKED =
      List.of(
          "Ada is 36",
          "Bob is 7",
          "a",
          "b",
          "c",
          "d",
          "e",
          "f",
          "found 7",
          "g",
          "h",
          "i",
          "j",
          "k",
          "l",
          "lookup id: 7",
          "m",
          "n",
          "o");

  @TempDir private Path folder;

  /** Runs the scripts before each {@code =>}, and compares what they give with what follows it. */
  private void run(String engine, String scripts) throws IOException, InterruptedException {
    List<String[]> lines = scripts.lines().map(line -> line.split(" => (?=[^=]*$)", 2)).toList();
    Path file = folder.resolve("scripts");
    Files.write(file, lines.stream().map(line -> line[0]).toList());
    try (AskedWorkspace workspace = new AskedWorkspace()) {
      String classPath =
          Client.named("languages").classPath() + File.pathSeparator + Client.SCRIPTING;
      String printed =
          Client.run(
              Client.process(
                  Client.java(),
                  List.of(
                      "-Dpolyglot.engine.WarnInterpreterOnly=false",
                      "-cp",
                      classPath,
                      "dev.bricklane.clients.languages.RunScripts",
                      engine,
                      workspace.url(),
                      file.toString())),
              folder.resolve("printed"));
      assertThat(printed.lines().filter(line -> !line.toLowerCase().startsWith("warning")))
          .containsExactlyElementsOf(lines.stream().map(line -> line[1].strip()).toList());
      assertThat(workspace.asked().stream().filter(text -> !text.startsWith("[")))
          .containsExactlyElementsOf(ASKED);
    }
  }

  @Test
  void isCalledFromJavaScript() throws IOException, InterruptedException {
    run(
        "graal.js",
        """
        databricks.complete('a').toString().endsWith('You sent "a" (1 word).') => true
        databricks.complete('embedded-reasoner', 'b').getModel() => embedded-reasoner
        databricks.complete('embedded-responder', 'c', {max_tokens: 3, temperature: 0}).toString() => Hello!
        databricks.complete('d', {max_tokens: 3}).getFinishReason() => length
        databricks.complete({messages: [{role: 'user', content: 'e'}], max_tokens: 3}) + '?' => Hello!?
        var s = ''; databricks.stream('f', t => { s += t }); s.includes('"f"') => true
        var s = ''; databricks.stream('embedded-responder', 'g', {max_tokens: 3}, t => { s += t }); s => Hello!
        var s = ''; databricks.stream('h', {max_tokens: 3}, t => { s += t }); s => Hello!
        databricks.parallel(['i', 'j'], i => i).get(1).toString().includes('"j"') => true
        var seen = []; databricks.parallel(['k'], i => i, {max_tokens: 3, progress: (n, all) => { seen.push(n + '/' + all) }}); seen.join() => 0/1,1/1
        databricks.parallel(['Ada is 36'], i => i, {extract: {age: Java.type('java.lang.Integer')}}).get(0).age => 36
        databricks.extract('Bob is 7', {kind: ['a', 'b'], age: Java.type('java.lang.Integer')}).age => 7
        databricks.chat('embedded-responder', c => { c.system('Be brief'); c.user('l') }).getTurns().length => 3
        databricks.chat(c => { c.tool('lookup', 'Finds', {id: 'the id'}, x => 'found ' + x.id); c.user('lookup id: 7') }).getAnswer().toString().includes('found 7') => true
        var c = databricks.chat('embedded-responder', {system: 'Be brief'}); c.ask('m', {max_tokens: 3}).toString() => Hello!
        var s = ''; databricks.chat().stream('n', {max_tokens: 3}, t => { s += t }); s => Hello!
        databricks.with({model: 'embedded-reasoner'}).complete('o').getModel() => embedded-reasoner
        databricks.embed('embedded-hashing-384', 'a text').length => 384
        databricks.embed('embedded-hashing-384', ['a', 'b'], {dimensions: 384}).size() => 2
        databricks.similarity([1, 0], [1, 0]) => 1.0
        databricks.sql('SELECT ? + 1 AS n', [41]).get(0).n => 42
        databricks.sql('SELECT CAST(? AS INTEGER) AS n', 7).get(0).get('n') => 7
        try { databricks.sql('DROP TABLE x') } catch (e) { e.getSQLState() } => 25006
        """);
  }

  @Test
  void isCalledFromRuby() throws IOException, InterruptedException {
    run(
        "jruby",
        """
        databricks.complete('a').to_s.end_with?('You sent "a" (1 word).') => true
        databricks.complete('embedded-reasoner', 'b').model => embedded-reasoner
        databricks.complete('embedded-responder', 'c', max_tokens: 3, temperature: 0).to_s => Hello!
        databricks.complete('d', max_tokens: 3).finish_reason => length
        "#{databricks.complete({messages: [{role: 'user', content: 'e'}], max_tokens: 3})}?" => Hello!?
        s = ''; databricks.stream('f') { |t| s += t }; s.include?('"f"') => true
        s = ''; databricks.stream('embedded-responder', 'g', max_tokens: 3) { |t| s += t }; s => Hello!
        s = ''; databricks.stream('h', max_tokens: 3) { |t| s += t }; s => Hello!
        databricks.parallel(['i', 'j']) { |i| i }[1].to_s.include?('"j"') => true
        databricks.parallel({max_tokens: 3}, ['k']) { |i| i }[0].to_s => Hello!
        databricks.parallel({extract: {age: java.lang.Integer.java_class}}, ['Ada is 36']) { |i| i }[0]['age'] => 36
        databricks.extract('Bob is 7', {kind: ['a', 'b'], age: java.lang.Integer.java_class})['age'] => 7
        databricks.chat('embedded-responder') { |c| c.system('Be brief'); c.user('l') }.turns.size => 3
        databricks.chat('embedded-responder') { |c| c.tool('lookup', 'Finds', {id: 'the id'}) { |x| "found #{x['id']}" }; c.user('lookup id: 7') }.answer.to_s.include?('found 7') => true
        c = databricks.chat('embedded-responder', {system: 'Be brief'}); c.ask('m', max_tokens: 3).to_s => Hello!
        s = ''; databricks.chat.stream('n', max_tokens: 3) { |t| s += t }; s => Hello!
        databricks.with({model: 'embedded-reasoner'}).complete('o').model => embedded-reasoner
        databricks.embed('embedded-hashing-384', 'a text').length => 384
        databricks.embed('embedded-hashing-384', ['a', 'b'], {dimensions: 384}).size => 2
        databricks.similarity([1, 0], [1, 0]) => 1.0
        databricks.sql('SELECT ? + 1 AS n', [41])[0]['n'] => 42
        k = 0; databricks.each_row('SELECT 1 AS n UNION ALL SELECT 2') { |r| k += r['n'] }; k => 3
        begin; databricks.sql('DROP TABLE x'); rescue java.sql.SQLException => e; e.getSQLState; end => 25006
        """);
  }
}
