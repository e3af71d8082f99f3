package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Starts the workspace in a class loader of its own that lacks the model's libraries. */
class MiniLmIsOptionalIT {
  @Test
  void servesTheRestWithoutTheModelsLibraries() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
      if (!entry.matches(".*(langchain4j|onnxruntime|djl).*")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(EmbeddedWorkspace.class.getName());
      try (AutoCloseable workspace = (AutoCloseable) type.getMethod("start").invoke(null)) {
        URI uri = (URI) type.getMethod("uri").invoke(workspace);
        URL list = uri.resolve("/api/2.0/serving-endpoints").toURL();
        HttpURLConnection connection = (HttpURLConnection) list.openConnection();
        connection.setRequestProperty(
            "Authorization", "Bearer " + type.getMethod("token").invoke(workspace));
        String body =
            new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(body)
            .contains("embedded-responder", "embedded-hashing-384")
            .doesNotContain("minilm");
      }
    }
  }
}
