package dev.bricklane.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bricklane.config.DriverConfig.Media;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFilesTest {
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n....".getBytes(ISO_8859_1);

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    folder = Files.createDirectories(temp.resolve("media"));
    Files.createDirectory(folder.resolve("sub"));
    Files.write(folder.resolve("sub/a.png"), PNG);
    Files.write(temp.resolve("secret.png"), PNG);
    Files.write(folder.resolve("text.png"), "no image".getBytes(ISO_8859_1));
  }

  private MediaFiles files(long most) {
    return new MediaFiles(new Media(Optional.of(folder), most));
  }

  @Test
  void readsFilesBelowTheFolder() {
    String uri = "data:image/png;base64,iVBORw0KGgouLi4u";
    assertThat(files(1000).dataUri(MediaKind.IMAGE, "sub/a.png")).isEqualTo(uri);
    assertThat(files(1000).dataUri(MediaKind.IMAGE, folder.resolve("sub/a.png").toString()))
        .isEqualTo(uri);
    assertThat(files(1000).dataUri(MediaKind.IMAGE, "sub/../sub/./a.png")).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.png", "sub/../../secret.png", "/etc/passwd", ".."})
  void readsNoFileElsewhere(String path) {
    assertFails(
        () -> files(1000).dataUri(MediaKind.IMAGE, path),
        ErrorCode.BAD_REQUEST,
        "does not lie below the folder");
  }

  @Test
  void followsNoLinkOut() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.createSymbolicLink(folder.resolve("link.png"), temp.resolve("secret.png"));
    Files.createSymbolicLink(folder.resolve("up"), temp);
    Files.createSymbolicLink(folder.resolve("in.png"), folder.resolve("sub/a.png"));
    for (String path : new String[] {"link.png", "up/secret.png"}) {
      assertFails(
          () -> files(1000).dataUri(MediaKind.IMAGE, path), ErrorCode.BAD_REQUEST, "not lie below");
    }
    assertThat(files(1000).dataUri(MediaKind.IMAGE, "in.png")).startsWith("data:image/png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone.png", "sub", "a\u0000b"})
  void saysWhatItCannotRead(String path) {
    assertFails(
        () -> files(1000).dataUri(MediaKind.IMAGE, path),
        ErrorCode.BAD_REQUEST,
        "not there or cannot be read");
  }

  @Test
  void sendsOnlyWhatLooksLikeWhatItIsSaidToBe() {
    assertFails(
        () -> files(1000).dataUri(MediaKind.IMAGE, "text.png"),
        ErrorCode.BAD_REQUEST,
        "no format that is known");
    assertFails(
        () -> files(1000).dataUri(MediaKind.VIDEO, "sub/a.png"),
        ErrorCode.BAD_REQUEST,
        "no format that is known");
  }

  @Test
  void readsNothingThatIsTooLarge() {
    assertFails(
        () -> files(12).dataUri(MediaKind.IMAGE, "sub/a.png"),
        ErrorCode.PAYLOAD_TOO_LARGE,
        "has 12 bytes, and a request may have 12 in all");
  }

  @Test
  void readsNoFileWithoutAFolder() {
    assertFails(
        () -> new MediaFiles(Media.USUAL).dataUri(MediaKind.IMAGE, "a.png"),
        ErrorCode.BAD_REQUEST,
        "the property files names no folder");
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE, GIF89a, image/gif",
    "IMAGE, RIFF....WEBP, image/webp",
    "AUDIO, RIFF....WAVE, audio/wav",
    "AUDIO, ID3x, audio/mp3",
    "AUDIO, fLaC, audio/flac",
    "AUDIO, OggS, audio/ogg",
    "VIDEO, ....ftypisom, video/mp4",
    "VIDEO, ....ftypqt, video/quicktime"
  })
  void tellsTypesByTheirFirstBytes(MediaKind kind, String bytes, String type) {
    assertThat(kind.typeOf(bytes.getBytes(ISO_8859_1))).contains(type);
  }

  @ParameterizedTest
  @CsvSource({
    "fffb, true",
    "fff3, true",
    "ffe3, true",
    "fffe, false",
    "fffc, false",
    "fff8, false"
  })
  void takesFramesOfTheThirdLayerForMp3(String hex, boolean mp3) {
    byte[] bytes = HexFormat.of().parseHex(hex + "680069002100");
    assertThat(MediaKind.AUDIO.typeOf(bytes).isPresent()).isEqualTo(mp3);
  }

  @Test
  void takesItsSettingsFromProperties() {
    assertThat(Executors.config(";token=t;files=/tmp/media/;maxRequestSize=16MiB").media())
        .isEqualTo(new Media(Optional.of(Path.of("/tmp/media")), 16L << 20));
    assertThat(Executors.config(";token=t").media()).isEqualTo(Media.USUAL);
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(BricklaneException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
