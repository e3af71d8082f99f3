package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.sql.SQLException;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.codehaus.groovy.control.CompilationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFailuresTest {
  private final DatabricksScriptEngine engine =
      (DatabricksScriptEngine) new DatabricksScriptEngineFactory().getScriptEngine();

  @Test
  void namesTheLineOfWhatAScriptThrows() {
    ScriptException failure = failure("def x = 1\n\nthrow new IllegalStateException('boom')");
    assertThat(failure).hasMessage("boom in Script1.groovy at line number 3");
    assertThat(failure.getFileName()).isEqualTo("Script1.groovy");
    assertThat(failure.getLineNumber()).isEqualTo(3);
    assertThat(failure.getColumnNumber()).isEqualTo(-1);
    assertThat(failure.getCause()).isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void namesTheInnermostLineOfTheScript() {
    ScriptException failure =
        failure(
            """
            class Reader {
              def read(text) {
                Integer.parseInt(text)
              }
            }
            def apply(closure) { closure() }
            [1].each {
              apply {
                new Reader().read('x')
              }
            }
            """);
    assertThat(failure.getLineNumber()).isEqualTo(3);
    assertThat(failure.getCause()).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void namesTheLineOfAClosureThatOtherCodeCalls() {
    ScriptException failure =
        failure("def names = ['b', 'a']\nnames.stream().map {\n  it.foo\n}.toList()");
    assertThat(failure.getLineNumber()).isEqualTo(3);
    assertThat(failure).hasMessageStartingWith("No such property: foo");
  }

  @Test
  void namesTheLineWhereACauseWasThrownAgain() {
    ScriptException failure =
        failure(
            """
            try {
              throw new IOException('inner')
            } catch (IOException e) {
              throw new IllegalStateException('outer', e)
            }
            """);
    assertThat(failure.getLineNumber()).isEqualTo(4);
    assertThat(failure).hasMessageStartingWith("outer in").hasRootCauseMessage("inner");
  }

  @Test
  void namesTheLineOfACauseFromAnotherThread() {
    ScriptException failure =
        failure(
            """
            def thrown = null
            def thread = new Thread({
              thrown = new IOException('there')
            })
            thread.start()
            thread.join()
            def wrapper = new java.util.concurrent.ExecutionException(thrown)
            wrapper.stackTrace = []
            throw wrapper
            """);
    assertThat(failure.getLineNumber()).isEqualTo(3);
  }

  @Test
  void usesTheFileNameThatTheHostGives() {
    name("jobs/nightly.bricklane.groovy");
    ScriptException failure = failure("\nnull.foo()");
    assertThat(failure.getFileName()).isEqualTo("jobs/nightly.bricklane.groovy");
    assertThat(failure.getLineNumber()).isEqualTo(2);
    name("other.groovy");
    assertThat(failure("\nnull.foo()").getFileName()).isEqualTo("other.groovy");
    assertThat(failure("def (").getFileName()).isEqualTo("other.groovy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/opt/a b/1 report.groovy",
        "C:\\jobs\\x.groovy",
        "https://host/x.groovy?v=1",
        "label; [x] <y>",
        "noextension",
        "ünï.groovy"
      })
  void acceptsAnyFileName(String name) {
    name(name);
    ScriptException failure = failure("def c = {\n  throw new IOException('x')\n}\nc()");
    assertThat(failure.getFileName()).isEqualTo(name);
    assertThat(failure.getLineNumber()).isEqualTo(2);
  }

  @Test
  void distinguishesClassesOfTheSameNameInDifferentScripts() throws Exception {
    name("a.groovy");
    engine.eval("class Same { def m() { null.foo() } }");
    name("b.groovy");
    assertThat(failure("class Same {\n def m() { null.foo() } }\nnew Same().m()").getFileName())
        .isEqualTo("b.groovy");
  }

  @Test
  void namesAnEarlierScriptWhoseFunctionFails() throws Exception {
    name("library.groovy");
    engine.eval("\n\ndef fail() { throw new IOException('x') }");
    name("main.groovy");
    ScriptException failure = failure("fail()");
    assertThat(failure.getFileName()).isEqualTo("library.groovy");
    assertThat(failure.getLineNumber()).isEqualTo(3);
  }

  @Test
  void namesLineAndColumnOfWhatDoesNotCompile() {
    ScriptException failure = failure("def x = 1\ndef y = x +* 2\n");
    assertThat(failure.getFileName()).isEqualTo("Script1.groovy");
    assertThat(failure.getLineNumber()).isEqualTo(2);
    assertThat(failure.getColumnNumber()).isPositive();
    assertThat(failure.getCause()).isInstanceOf(CompilationFailedException.class);
    assertThat(failure.getMessage()).doesNotContain("startup failed");
  }

  @Test
  void countsTheOtherErrors() {
    ScriptException failure = failure("new NoSuchA()\n  new NoSuchB()");
    assertThat(failure.getLineNumber()).isEqualTo(1);
    assertThat(failure)
        .hasMessageContaining("NoSuchA")
        .hasMessageContaining("(and 1 more)")
        .hasMessageEndingWith("at line number 1 at column number 1");
  }

  @Test
  void reportsFailedAssertions() {
    ScriptException power = failure("def x = 2\nassert x == 3");
    assertThat(power.getLineNumber()).isEqualTo(2);
    assertThat(power.getCause()).isInstanceOf(AssertionError.class);
    assertThat(power).hasMessageContaining("assert x == 3").hasMessageContaining("|");
    assertThat(failure("assert false : 'never'").getLineNumber()).isEqualTo(1);
  }

  @Test
  void reportsEndlessRecursion() {
    ScriptException failure = failure("def f(n) {\n  f(n + 1)\n}\nf(0)");
    assertThat(failure.getCause()).isInstanceOf(StackOverflowError.class);
    assertThat(failure.getLineNumber()).isEqualTo(2);
  }

  @Test
  void keepsAnSqlState() {
    ScriptException failure = failure("throw new java.sql.SQLException('no budget', '53400', 7)");
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53400"));
    assertThat(failure).hasMessageStartingWith("no budget in");
  }

  @Test
  void namesATypeWhereThereIsNoMessage() {
    assertThat(failure("throw new InterruptedException()"))
        .hasMessageStartingWith("java.lang.InterruptedException in");
  }

  @Test
  void reportsWhatFailsBeforeAScriptRuns() {
    ScriptException failure =
        failure("class Broken {\n  static x = Integer.parseInt('y')\n}\nnew Broken()");
    assertThat(failure.getLineNumber()).isEqualTo(4);
    ScriptException field =
        failure("import groovy.transform.Field\n@Field\nint x = Integer.parseInt('y')\nx");
    assertThat(field.getLineNumber()).isEqualTo(3);
  }

  @Test
  void reportsFunctionsAndMethodsAlike() throws Exception {
    Object script = engine.eval("def f() {\n throw new IOException('x')\n}\nthis");
    assertThat(catchThrowableOfType(ScriptException.class, () -> engine.invokeFunction("f")))
        .hasMessage("x in Script1.groovy at line number 2");
    assertThat(catchThrowableOfType(ScriptException.class, () -> engine.invokeMethod(script, "f")))
        .hasMessage("x in Script1.groovy at line number 2");
  }

  @Test
  void reportsCompiledScriptsAlike() throws Exception {
    var compiled = engine.compile("\nthrow new IOException('x')");
    assertThat(catchThrowableOfType(ScriptException.class, compiled::eval))
        .hasMessage("x in Script1.groovy at line number 2");
    assertThat(catchThrowableOfType(ScriptException.class, () -> engine.compile("(")))
        .hasMessageContaining("at line number 1");
  }

  @Test
  void reportsAReaderThatFails() {
    Reader reader =
        new StringReader("1") {
          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("unreadable");
          }
        };
    assertThat(catchThrowableOfType(ScriptException.class, () -> engine.eval(reader)))
        .hasRootCauseMessage("unreadable");
  }

  private void name(String fileName) {
    engine.getContext().setAttribute(ScriptEngine.FILENAME, fileName, ScriptContext.ENGINE_SCOPE);
  }

  private ScriptException failure(String script) {
    return catchThrowableOfType(ScriptException.class, () -> engine.eval(script));
  }
}
