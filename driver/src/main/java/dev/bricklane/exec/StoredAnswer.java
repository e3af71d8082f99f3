package dev.bricklane.exec;

import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cached answer as bytes: a letter for its kind, then its fields in the order of the record.
 * Texts and vectors have their length before them, and what is null a minus one.
 */
final class StoredAnswer {
  /** As it was before answers had details; files may still hold some. */
  private static final int PLAIN_CHAT = 'c';

  /** As it was before they had probabilities. */
  private static final int DETAILED_CHAT = 'd';

  private static final int CHAT = 'p';
  private static final int EMBEDDING = 'e';
  private static final int NULL = -1;

  private StoredAnswer() {}

  static byte[] encode(Object answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (answer instanceof ChatCompletion chat) {
        out.writeByte(CHAT);
        write(out, chat);
      } else if (answer instanceof TextEmbedding embedding) {
        out.writeByte(EMBEDDING);
        write(out, embedding);
      } else {
        throw new IllegalArgumentException("No answer: " + answer.getClass().getName());
      }
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory does no I/O", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an answer.
   *
   * @throws IOException if these are not the bytes of one
   */
  static Object decode(ByteBuffer bytes) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(copy));
    int kind = in.read();
    return switch (kind) {
      case PLAIN_CHAT, DETAILED_CHAT, CHAT -> chat(in, kind);
      case EMBEDDING -> embedding(in);
      default -> throw new IOException("There is no kind " + kind);
    };
  }

  private static void write(DataOutputStream out, ChatCompletion answer) throws IOException {
    text(out, answer.content());
    text(out, answer.reasoning());
    text(out, answer.finishReason());
    text(out, answer.model());
    number(out, answer.usage().promptTokens());
    number(out, answer.usage().completionTokens());
    number(out, answer.usage().totalTokens());
    out.writeLong(answer.latency().toNanos());
    text(out, answer.requestId());
    out.writeInt(answer.attempts());
    number(out, answer.usage().cachedTokens());
    number(out, answer.usage().cacheWriteTokens());
    number(out, answer.usage().reasoningTokens());
    AnswerDetails details = answer.details();
    text(out, details.refusal());
    text(out, details.toolCalls());
    text(out, details.thinking());
    text(out, details.citations());
    text(out, details.message());
    text(out, details.output());
    text(out, details.servedModel());
    text(out, details.logprobs());
  }

  private static ChatCompletion chat(DataInputStream in, int kind) throws IOException {
    ChatCompletion plain =
        new ChatCompletion(
            text(in),
            text(in),
            text(in),
            text(in),
            new Usage(number(in), number(in), number(in)),
            Duration.ofNanos(in.readLong()),
            text(in),
            in.readInt());
    if (kind == PLAIN_CHAT) {
      return plain;
    }
    return new ChatCompletion(
        plain.content(),
        plain.reasoning(),
        plain.finishReason(),
        plain.model(),
        new Usage(
            plain.usage().promptTokens(),
            plain.usage().completionTokens(),
            plain.usage().totalTokens(),
            number(in),
            number(in),
            number(in)),
        plain.latency(),
        plain.requestId(),
        plain.attempts(),
        new AnswerDetails(
            text(in),
            text(in),
            text(in),
            text(in),
            text(in),
            text(in),
            text(in),
            kind == CHAT ? text(in) : null));
  }

  private static void write(DataOutputStream out, TextEmbedding answer) throws IOException {
    out.writeInt(answer.vector().length);
    for (float value : answer.vector()) {
      out.writeFloat(value);
    }
    text(out, answer.model());
    number(out, answer.tokens());
    out.writeLong(answer.latency().toNanos());
    text(out, answer.requestId());
    out.writeInt(answer.attempts());
  }

  private static TextEmbedding embedding(DataInputStream in) throws IOException {
    float[] vector = new float[length(in, in.readInt(), Float.BYTES)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = in.readFloat();
    }
    return new TextEmbedding(
        vector, text(in), number(in), Duration.ofNanos(in.readLong()), text(in), in.readInt());
  }

  private static void text(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(NULL);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NULL
        ? null
        : new String(in.readNBytes(length(in, length, 1)), StandardCharsets.UTF_8);
  }

  private static void number(DataOutputStream out, @Nullable Integer number) throws IOException {
    out.writeBoolean(number != null);
    out.writeInt(number == null ? 0 : number);
  }

  private static @Nullable Integer number(DataInputStream in) throws IOException {
    boolean there = in.readBoolean();
    int number = in.readInt();
    return there ? number : null;
  }

  /** A damaged length must not ask for memory that is not there. */
  private static int length(DataInputStream in, int length, int each) throws IOException {
    if (length < 0 || (long) length * each > in.available()) {
      throw new IOException("A length is wrong");
    }
    return length;
  }
}
