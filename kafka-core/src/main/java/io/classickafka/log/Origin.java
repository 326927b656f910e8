package io.classickafka.log;

/** Who wrote the records that a leader is given. */
public enum Origin {
  /** A client, through Produce: everything is checked. */
  CLIENT,
  /** A coordinator of this broker or transaction markers: sequences are not checked. */
  COORDINATOR
}
