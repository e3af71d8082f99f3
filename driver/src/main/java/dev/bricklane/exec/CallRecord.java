package dev.bricklane.exec;

import dev.bricklane.client.Usage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: a model call that was made, or one that an earlier answer saved.
 * Immutable.
 *
 * @param number counts the connection's calls from 1
 * @param statement counts the connection's statements from 1
 * @param function the SQL function, such as {@code complete}
 * @param model that was asked: of an alias the one that it stands for, or a fall-back
 * @param started when
 * @param latency how long the answer took; zero if it was at hand
 * @param usage token counts; unknown if the call failed
 * @param status {@code ok}, or the label of the error code
 * @param finishReason why a completion ended, or null
 * @param httpStatus of a failed call; 0 if there was no answer or no failure
 * @param requestId the service's id, or null
 * @param attempts how often it was sent; 0 if it was not
 * @param cached whether an earlier answer was used instead of a call
 */
public record CallRecord(
    long number,
    long statement,
    String function,
    String model,
    Instant started,
    Duration latency,
    Usage usage,
    String status,
    @Nullable String finishReason,
    int httpStatus,
    @Nullable String requestId,
    int attempts,
    boolean cached) {}
