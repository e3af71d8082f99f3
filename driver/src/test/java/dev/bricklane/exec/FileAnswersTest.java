package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAnswersTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Path path;
  private final HandTurnedClock clock = new HandTurnedClock();

  @BeforeEach
  void name() {
    path = folder.resolve("answers.mv");
  }

  @Test
  void findsAfterReopeningWhatWasKept() {
    ChatCompletion chat = answer("Grüße \uD83D\uDE00");
    TextEmbedding embedding =
        new TextEmbedding(new float[] {0.1f, -2.5e-8f}, null, 7, Duration.ofNanos(9), "r", 2);
    AnswerKey first;
    try (FileAnswers store = open()) {
      first = key(store, 1);
      store.put(first, chat, 0, HOUR);
      store.put(key(store, 2), embedding, 0, HOUR);
    }
    try (FileAnswers store = open()) {
      assertThat(key(store, 1)).isEqualTo(first);
      assertThat(store.get(first, HOUR, ChatCompletion.class)).hasValue(chat);
      TextEmbedding found = store.get(key(store, 2), HOUR, TextEmbedding.class).orElseThrow();
      assertThat(found).usingRecursiveComparison().isEqualTo(embedding);
      assertThat(store.get(first, HOUR, TextEmbedding.class)).isEmpty();
      assertThat(store.get(key(store, 3), HOUR, ChatCompletion.class)).isEmpty();
      assertThat(store.stats().entries()).isEqualTo(2);
      assertThat(store.stats().bytes()).isPositive();
    }
  }

  @Test
  void keepsNullsAsNulls() {
    ChatCompletion bare =
        new ChatCompletion("x", null, "stop", null, Usage.UNKNOWN, Duration.ZERO, null, 1);
    try (FileAnswers store = open()) {
      store.put(key(store, 1), bare, 0, HOUR);
      assertThat(store.get(key(store, 1), HOUR, ChatCompletion.class)).hasValue(bare);
    }
  }

  @Test
  void takesTheNewestOfSeveralAnswers() {
    try (FileAnswers store = open()) {
      store.put(key(store, 1), answer("old"), 0, HOUR);
      long bytes = store.stats().bytes();
      store.put(key(store, 1), answer("new"), 0, HOUR);
      assertThat(store.get(key(store, 1), HOUR, ChatCompletion.class)).hasValue(answer("new"));
      assertThat(store.stats().entries()).isEqualTo(1);
      assertThat(store.stats().bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void forgetsAfterTheTimeToLiveOfWriterOrReader() {
    try (FileAnswers store = open()) {
      store.put(key(store, 1), answer("a"), 0, HOUR);
      clock.add(HOUR.minusMillis(1));
      assertThat(store.get(key(store, 1), HOUR.plusHours(1), ChatCompletion.class)).isPresent();
      assertThat(store.get(key(store, 1), HOUR.minusMillis(1), ChatCompletion.class)).isEmpty();
      clock.add(Duration.ofMillis(1));
      assertThat(store.get(key(store, 1), HOUR.plusHours(1), ChatCompletion.class)).isEmpty();
    }
  }

  @Test
  void doesNotTrustAnAnswerFromTheFuture() {
    try (FileAnswers store = open()) {
      store.put(key(store, 1), answer("a"), 0, HOUR);
      clock.add(Duration.ofDays(-1));
      assertThat(store.get(key(store, 1), HOUR, ChatCompletion.class)).isEmpty();
    }
  }

  @Test
  void dropsTheOldestWhenItIsFull() {
    try (FileAnswers store = open()) {
      for (int i = 0; i < 30; i++) {
        store.put(key(store, i), answer("x".repeat(100_000)), 0, HOUR);
      }
      assertThat(store.get(key(store, 0), HOUR, ChatCompletion.class)).isEmpty();
      assertThat(store.get(key(store, 29), HOUR, ChatCompletion.class)).isPresent();
      // Ten of a hundred thousand bytes fit a mebibyte.
      assertThat(store.stats().entries()).isEqualTo(10);
      assertThat(store.stats().evicted()).isEqualTo(20);
      assertThat(store.stats().bytes()).isLessThanOrEqualTo(1 << 20);
      store.put(key(store, 99), answer("x".repeat(2_000_000)), 0, HOUR);
      assertThat(store.get(key(store, 99), HOUR, ChatCompletion.class)).isEmpty();
      assertThat(store.stats().entries()).isEqualTo(10);
    }
  }

  @Test
  void dropsWhatIsOverBeforeWhatIsNot() {
    try (FileAnswers store = open()) {
      store.put(key(store, 1), answer("a"), 0, Duration.ofSeconds(1));
      clock.add(Duration.ofSeconds(1));
      store.put(key(store, 2), answer("b"), 0, HOUR);
      assertThat(store.stats().entries()).isEqualTo(1);
      assertThat(store.stats().evicted()).isZero();
    }
  }

  @Test
  void staysSmallOnTheDiskHoweverMuchGoesThrough() throws IOException {
    try (FileAnswers store = open()) {
      for (int i = 0; i < 2_000; i++) {
        store.put(key(store, i), answer(i + "x".repeat(10_000)), 0, HOUR);
        clock.runDue();
      }
    }
    try (FileAnswers store = open()) {
      assertThat(store.stats().entries()).isBetween(90L, 105L);
    }
    assertThat(Files.size(path)).isLessThan(4 << 20);
  }

  @Test
  void writesInTheBackgroundAndFindsWhatIsNotWrittenYet() throws IOException {
    clock.holdBackground();
    try (FileAnswers store = open()) {
      store.put(key(store, 1), answer("NEEDLE"), 0, HOUR);
      assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).doesNotContain("NEEDLE");
      clock.runDue();
      assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).contains("NEEDLE");
      store.put(key(store, 2), answer("old"), 0, HOUR);
      store.put(key(store, 3), answer("other"), 0, HOUR);
      store.put(key(store, 2), answer("new"), 0, HOUR);
      assertThat(store.get(key(store, 2), HOUR, ChatCompletion.class)).hasValue(answer("new"));
      assertThat(store.stats().entries()).isEqualTo(3);
    }
  }

  @Test
  void writesWhatWaitsBeforeItIsClosed() {
    clock.holdBackground();
    try (FileAnswers store = open()) {
      store.put(key(store, 1), answer("old"), 0, HOUR);
      store.put(key(store, 2), answer("b"), 0, HOUR);
      store.put(key(store, 1), answer("new"), 0, HOUR);
    }
    try (FileAnswers store = open()) {
      assertThat(store.get(key(store, 1), HOUR, ChatCompletion.class)).hasValue(answer("new"));
      assertThat(store.get(key(store, 2), HOUR, ChatCompletion.class)).hasValue(answer("b"));
    }
  }

  @Test
  void letsNoMoreWaitThanAFewMebibytes() {
    clock.holdBackground();
    try (FileAnswers store = open()) {
      for (int i = 0; i < 3; i++) {
        store.put(key(store, i), answer("NEEDLE" + i), FileAnswers.MOST_WAITING / 2, HOUR);
      }
      assertThat(path).content(StandardCharsets.ISO_8859_1).contains("NEEDLE0");
    }
  }

  @Test
  void isItsOwnersAlone() throws IOException {
    open().close();
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void isOneStoreForAllConnectionsAndClosedWithTheLast() {
    AnswerStore first = SharedAnswerFiles.open(path).orElseThrow();
    AnswerStore second = SharedAnswerFiles.open(folder.resolve("x/../answers.mv")).orElseThrow();
    first.growTo(1 << 20);
    AnswerKey key = key(first, 1);
    first.put(key, answer("a"), 0, HOUR);
    assertThat(second.get(key, HOUR, ChatCompletion.class)).isPresent();
    first.close();
    first.close();
    assertThat(second.get(key, HOUR, ChatCompletion.class)).isPresent();
    second.close();
    second.put(key, answer("b"), 0, HOUR);
    assertThat(second.get(key, HOUR, ChatCompletion.class)).isEmpty();
    AnswerStore third = SharedAnswerFiles.open(path).orElseThrow();
    assertThat(third.get(key, HOUR, ChatCompletion.class)).hasValue(answer("a"));
    third.close();
  }

  @Test
  void anInterruptClosesNothing() {
    try (FileAnswers store = open()) {
      Thread.currentThread().interrupt();
      store.put(key(store, 1), answer("a"), 0, HOUR);
      assertThat(store.get(key(store, 1), HOUR, ChatCompletion.class)).isPresent();
      assertThat(Thread.interrupted()).isTrue();
      clock.runDue();
      store.put(key(store, 2), answer("b"), 0, HOUR);
    }
    Thread.currentThread().interrupt();
    try (FileAnswers store = open()) {
      assertThat(store.get(key(store, 2), HOUR, ChatCompletion.class)).isPresent();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void namesTheFolderThatIsNotThere() {
    BricklaneException e = refusal(folder.resolve("no/answers.mv"));
    assertThat(e.getMessage())
        .isEqualTo(
            "The cache file "
                + folder.resolve("no/answers.mv")
                + " cannot be used: its folder does not exist");
    assertThat(refusal(folder)).hasMessageContaining("it is not a file");
  }

  @Test
  void leavesAFileOfSomebodyElseAsItIs() throws IOException {
    Files.writeString(path, "My thesis, of which there is no copy.");
    assertThat(refusal(path)).hasMessageContaining("it is not a cache of Bricklane's");
    assertThat(path).hasContent("My thesis, of which there is no copy.");
  }

  @Test
  void leavesAStoreOfAnotherProgramAsItIs() {
    try (MVStore store = MVStore.open(path.toString())) {
      store.openMap("theirs").put("k", "v");
    }
    assertThat(refusal(path)).hasMessageContaining("it is a store of another program");
    try (MVStore store = MVStore.open(path.toString())) {
      assertThat(store.openMap("theirs").get("k")).isEqualTo("v");
      assertThat(store.getMapNames()).containsExactly("theirs");
    }
  }

  @Test
  void saysThatAFileIsDamagedAndLeavesItAsItIs() throws IOException {
    try (FileAnswers store = open()) {
      for (int i = 0; i < 50; i++) {
        store.put(key(store, i), answer("x".repeat(5_000)), 0, HOUR);
      }
    }
    byte[] damaged = Files.readAllBytes(path);
    java.util.Arrays.fill(damaged, 2, damaged.length, (byte) 'z');
    Files.write(path, damaged);
    BricklaneException e = refusal(path);
    assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNUSABLE);
    assertThat(e).hasMessageContainingAll(path.toString(), "it is damaged", "move it away");
    assertThat(path).hasBinaryContent(damaged);
  }

  @Test
  void doesWithoutAPageThatIsDamaged() throws IOException {
    List<byte[]> keys = new ArrayList<>();
    try (FileAnswers store = open()) {
      for (int i = 0; i < 20; i++) {
        store.put(key(store, i), answer("NEEDLE" + "x".repeat(40_000)), 0, HOUR);
        clock.add(Duration.ofSeconds(1));
        keys.add(key(store, i).bytes());
      }
    }
    byte[] bytes = Files.readAllBytes(path);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      for (int at = text.indexOf("NEEDLE"); at >= 0; at = text.indexOf("NEEDLE", at + 1)) {
        file.seek(at - 100);
        file.write(new byte[100]);
      }
    }
    try (FileAnswers store = open()) {
      for (byte[] key : keys) {
        Optional<ChatCompletion> found =
            store.get(new AnswerKey(ByteBuffer.wrap(key)), HOUR, ChatCompletion.class);
        assertThat(found.filter(answer -> !answer.content().startsWith("NEEDLE"))).isEmpty();
      }
      store.put(key(store, 0), answer("a"), 0, HOUR);
    } catch (BricklaneException e) {
      // Damage that opening notices.
      assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNUSABLE);
    }
  }

  private FileAnswers open() {
    FileAnswers store =
        FileAnswers.open(PrivateFile.ensure(path, FileAnswers.WHAT), clock).orElseThrow();
    store.growTo(1 << 20);
    return store;
  }

  private static BricklaneException refusal(Path file) {
    return catchThrowableOfType(BricklaneException.class, () -> SharedAnswerFiles.open(file));
  }

  private static AnswerKey key(AnswerStore store, int number) {
    AnswerKey owner = new AnswerKey(ByteBuffer.wrap(new byte[32]));
    return AnswerKey.of(store.digestKey(), owner, "m", String.valueOf(number), java.util.Map.of());
  }

  private static ChatCompletion answer(String content) {
    return new ChatCompletion(
        content, null, "stop", "m", new Usage(3, 2, 5), Duration.ofNanos(1_234_567), "r", 1);
  }
}
