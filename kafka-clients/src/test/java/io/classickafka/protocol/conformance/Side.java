package io.classickafka.protocol.conformance;

/** One of the two implementations, seen as functions between trees and bytes. */
interface Side {

  /** Writes a tree, or fails with whatever the implementation throws. */
  byte[] write(Shape shape, Tree tree, short version);

  /** Reads a tree, or fails with whatever the implementation throws. */
  Tree read(Shape shape, byte[] bytes, short version);
}
