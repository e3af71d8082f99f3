package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;

/** An application of its own: classes that its loader alone has. */
public final class CompiledClasses {
  private CompiledClasses() {}

  /** Compiles a class into a folder, and returns a loader of it. */
  public static ClassLoader loader(Path folder, String name, String source) throws IOException {
    Path file = folder.resolve(name.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), file.toString()))
        .isZero();
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, CompiledClasses.class.getClassLoader());
  }

  /** Does something as a thread of that application does it. */
  public static <T> T in(ClassLoader application, Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application);
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
