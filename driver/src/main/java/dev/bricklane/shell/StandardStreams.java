package dev.bricklane.shell;

import java.nio.charset.Charset;

/** Tells what the process's streams are. */
interface StandardStreams {
  /** A width that limits nothing. */
  int UNLIMITED = Integer.MAX_VALUE;

  /** The three streams, in the order of their file descriptors. */
  enum Stream {
    INPUT,
    OUTPUT,
    ERROR
  }

  /** Returns whether a person sits at the stream's other end. */
  boolean isTerminal(Stream stream);

  /**
   * Returns the columns of the terminal that standard output goes to; {@link #UNLIMITED} if it goes
   * to none, or if its width cannot be learnt.
   */
  int width();

  /** Returns the character set that standard output and standard error expect. */
  Charset charset();
}
