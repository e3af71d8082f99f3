package dev.bricklane.http;

/**
 * Reads an answer line by line while it arrives, one thread at a time. Called on the transport's
 * threads, so it must not block; what it throws ends the call.
 */
public interface LineReader {
  /**
   * Tells that an answer begins; also again, when a call is sent once more. From a retry on,
   * nothing of the answer before counts.
   *
   * @param head the status and headers; its body is empty
   * @return whether to give the body line by line; else it is in the reply, as without a reader
   */
  boolean begins(HttpReply head);

  /**
   * Takes one line of the body, without its line end.
   *
   * @return whether to go on; false ends the call well, as after the last line
   */
  boolean line(String line);
}
