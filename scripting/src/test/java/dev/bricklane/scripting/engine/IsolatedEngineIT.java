package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.script.Invocable;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine where a host gives it a class loader of its own, as NiFi and JMeter do. */
class IsolatedEngineIT {
  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();

  @AfterEach
  void giveBackTheContextLoader() {
    thread.setContextClassLoader(before);
  }

  @Test
  void worksWithoutAContextLoader() throws Exception {
    thread.setContextClassLoader(null);
    assertWorksAlone();
  }

  @Test
  void worksWithTheContextLoaderOfAnotherApplication() throws Exception {
    thread.setContextClassLoader(before);
    assertWorksAlone();
  }

  @Test
  void worksWithAContextLoaderThatSeesNothing() throws Exception {
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    assertWorksAlone();
  }

  @Test
  void letsScriptsSeeTheApplicationThatHasTheEngineBelow() throws Exception {
    try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(application);
      ScriptEngine engine = new ScriptEngineManager().getEngineByName("databricks");
      assertThat(engine.eval("this.class.classLoader.parent.parent")).isSameAs(application);
    }
  }

  private static void assertWorksAlone() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      ScriptEngine engine = new ScriptEngineManager(loader).getEngineByName("databricks");
      assertThat(engine.getClass().getClassLoader()).isSameAs(loader);
      try (AutoCloseable closing = (AutoCloseable) engine) {
        assertThat(closing).isNotNull();
        assertThat(engine.eval("databricks.class.classLoader")).isSameAs(loader);
        assertThat(
                engine.eval(
                    """
                    import dev.bricklane.scripting.Databricks
                    import groovy.transform.Immutable
                    import java.sql.*

                    @Immutable
                    class Pair { int a, b }

                    def total(Pair pair) { pair.with { a + b } }

                    [new Pair(1, 2)].collect { total(it) }
                    """))
            .isEqualTo(List.of(3));
        assertThat(((Invocable) engine).getInterface(Runnable.class)).isNull();
        assertThat(
                engine.eval(
                    """
                    databricks = dev.bricklane.scripting.Databricks.connect('jdbc:bricklane:embedded')
                    try {
                      databricks.sql('SELECT 1 AS a')
                    } finally {
                      databricks.close()
                    }
                    """))
            .isEqualTo(List.of(Map.of("a", 1)));
      }
    }
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(IsolatedEngineIT::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
