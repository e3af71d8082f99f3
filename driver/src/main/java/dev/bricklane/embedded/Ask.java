package dev.bricklane.embedded;

/**
 * What a model is asked, whatever protocol it came by.
 *
 * @param reasons whether reasoning is wanted
 * @param cached whether the prompt has a mark up to which it may be kept
 */
record Ask(
    Conversation conversation,
    AnswerFormat format,
    ToolUse tools,
    Sampling sampling,
    boolean reasons,
    boolean cached) {}
