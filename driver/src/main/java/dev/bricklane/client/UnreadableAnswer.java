package dev.bricklane.client;

/** An answer is not as its protocol has it; the message continues "The answer of … ". */
final class UnreadableAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswer(String what) {
    super(what, null, false, false);
  }
}
