package dev.bricklane.exec;

import dev.bricklane.auth.TokenSources;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.config.DriverConfig.Wire;
import dev.bricklane.config.Secret;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of a cached answer: a digest of who asks where, and of the whole request. Immutable.
 *
 * <p>Neither a secret nor a prompt can be read out of it: it is an HMAC-SHA-256 under a random key
 * of its store, so that not even a guess can be checked against it without the store. The memory's
 * key never leaves the JVM; a file's lies in the file, and whoever can read that can read the
 * answers in it too.
 *
 * <p>Equal requests have equal keys however they are written: parameters in any order, numbers of
 * any Java type, the model with or without {@code databricks/}. Everything is written with its kind
 * and length before it, so that different requests are never written the same.
 */
record AnswerKey(ByteBuffer digest) {
  private static final String ALGORITHM = "HmacSHA256";

  /** Classes whose texts are equal when they are; a path would also be a list, of itself. */
  private static final List<Class<?>> WRITTEN_AS_TEXT =
      List.of(Boolean.class, CharSequence.class, Enum.class, URI.class, Path.class, Duration.class);

  /** Who asks, and where: answers are never shared beyond that. */
  static AnswerKey owner(SecretKeySpec digestKey, DriverConfig config) {
    Writer writer = new Writer(digestKey, "owner");
    writer.text(
        config.target() instanceof Target.Workspace workspace
            ? workspace.baseUri().toString()
            : "embedded");
    // Its guardrails differ from those of the other surface.
    writer.text(config.surface().name());
    if (!config.http().wire().equals(Wire.USUAL)) {
      writer.value(config.http().wire());
    }
    // With its secrets: who has only the name of a client may not read its answers.
    writer.value(config.signIn());
    if (config.signIn() instanceof SignIn.Supplied) {
      writer.text(origin(TokenSources.code(config.signIn())));
    }
    return writer.key();
  }

  /** Where a class comes from: another application may have one of the same name. */
  private static String origin(@Nullable Class<?> code) {
    CodeSource source = code == null ? null : code.getProtectionDomain().getCodeSource();
    return source == null ? "" : String.valueOf(source.getLocation());
  }

  /** The key of a chat completion. */
  static AnswerKey of(SecretKeySpec digestKey, AnswerKey owner, ChatRequest request) {
    Writer writer = new Writer(digestKey, "chat").owner(owner);
    writer.text(ModelNames.sent(request.model()));
    writer.value(
        request.messages().stream()
            .map(message -> Arrays.asList(message.role(), message.content(), message.fields()))
            .toList());
    writer.value(request.parameters());
    writer.value(request.options());
    writer.value(request.sample());
    return writer.key();
  }

  /** The key of one text's embedding, whatever other texts are asked for beside it. */
  static AnswerKey of(
      SecretKeySpec digestKey,
      AnswerKey owner,
      String model,
      String input,
      Map<String, Object> parameters) {
    Writer writer = new Writer(digestKey, "embedding").owner(owner);
    writer.text(ModelNames.sent(model));
    writer.text(input);
    writer.value(parameters);
    return writer.key();
  }

  /** Makes a key for a new store's digests. */
  static SecretKeySpec randomDigestKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return digestKey(key);
  }

  /** Makes a digest key of its bytes. */
  static SecretKeySpec digestKey(byte[] key) {
    return new SecretKeySpec(key, ALGORITHM);
  }

  /** Returns a copy of the digest's 32 bytes. */
  byte[] bytes() {
    byte[] bytes = new byte[digest.remaining()];
    digest.duplicate().get(bytes);
    return bytes;
  }

  /** Writes values into a digest, each in one way only. */
  private static final class Writer {
    private final Mac mac;

    Writer(SecretKeySpec digestKey, String kind) {
      try {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(digestKey);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
      }
      text(kind);
    }

    Writer owner(AnswerKey owner) {
      mac.update(owner.digest().duplicate());
      return this;
    }

    AnswerKey key() {
      return new AnswerKey(ByteBuffer.wrap(mac.doFinal()).asReadOnlyBuffer());
    }

    void text(String text) {
      sized('s', text);
    }

    void value(@Nullable Object value) {
      if (value == null) {
        count('0', 0);
      } else if (value instanceof String text) {
        text(text);
      } else if (WRITTEN_AS_TEXT.stream().anyMatch(type -> type.isInstance(value))) {
        sized('o', value.getClass().getName() + ' ' + value);
      } else if (value instanceof Map<?, ?> map) {
        map(map);
      } else if (value instanceof Iterable<?> list) {
        count('l', length(list));
        list.forEach(this::value);
      } else if (value instanceof Number number) {
        sized('n', canonical(number));
      } else if (value instanceof Secret secret) {
        sized('x', secret.reveal());
      } else if (value instanceof Optional<?> optional) {
        value(optional.orElse(null));
      } else if (value instanceof Record fields) {
        fields(fields);
      } else {
        // Nobody knows when two of these are the same, so no two ever are.
        sized('u', UUID.randomUUID().toString());
      }
    }

    /** Ways to sign in are records; a new kind of them is told apart without a change here. */
    private void fields(Record value) {
      RecordComponent[] fields = value.getClass().getRecordComponents();
      sized('r', value.getClass().getName());
      count('r', fields.length);
      for (RecordComponent field : fields) {
        try {
          value(field.getAccessor().invoke(value));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("A field of " + value.getClass() + " is hidden", e);
        }
      }
    }

    private void map(Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
      count('m', sorted.size());
      sorted.forEach((key, value) -> {
        text(key);
        value(value);
      });
    }

    private void sized(char kind, String text) {
      count(kind, text.length());
      // Character by character: an encoding would write every lone surrogate alike.
      ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
      bytes.asCharBuffer().put(text);
      mac.update(bytes);
    }

    private void count(char kind, int size) {
      mac.update(ByteBuffer.allocate(6).putChar(kind).putInt(size).flip());
    }

    private static int length(Iterable<?> list) {
      int length = 0;
      for (Iterator<?> each = list.iterator(); each.hasNext(); each.next()) {
        length++;
      }
      return length;
    }

    private static String canonical(Number number) {
      try {
        BigDecimal decimal = new BigDecimal(number.toString()).stripTrailingZeros();
        return decimal.signum() == 0 ? "0" : decimal.toString();
      } catch (NumberFormatException infiniteOrOwnType) {
        return number.getClass().getName() + number;
      }
    }
  }
}
