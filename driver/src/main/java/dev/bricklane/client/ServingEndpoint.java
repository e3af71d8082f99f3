package dev.bricklane.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code GET /api/2.0/serving-endpoints}. Immutable.
 *
 * @param name what a call names as its model
 * @param task such as {@code llm/v1/chat} or {@code llm/v1/embeddings}, or null
 * @param ready whether {@code state.ready} is {@code READY}
 * @param description of the endpoint or its first foundation model, or null
 * @param creator who made it, or null
 * @param created when, or null
 */
public record ServingEndpoint(
    String name,
    @Nullable String task,
    boolean ready,
    @Nullable String description,
    @Nullable String creator,
    @Nullable Instant created) {}
