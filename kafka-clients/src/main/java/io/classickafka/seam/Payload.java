package io.classickafka.seam;

/**
 * Bytes that are sent by reference: a slice of memory or a slice of a file. The record sets of
 * Produce and Fetch are payloads, so that they cross the protocol layer without being copied.
 *
 * <p>Counted: whoever keeps a payload beyond the call that handed it over retains it, and releases
 * it once. A transport takes over one count of every payload it is given to send.
 */
public sealed interface Payload permits ByteSlice, FileSlice {

  /** Length in bytes, fixed for the payload's life. */
  int sizeBytes();

  /** Adds one count. Returns this. */
  Payload retain();

  /** Drops one count; the memory or file is given back when the last one goes. */
  void release();
}
