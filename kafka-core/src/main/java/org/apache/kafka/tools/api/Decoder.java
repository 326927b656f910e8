package org.apache.kafka.tools.api;

/**
 * Makes something printable of a key's or value's bytes. Needs a public constructor without
 * parameters.
 *
 * @param <T> what is printed, by its {@code toString}
 */
public interface Decoder<T> {

  T fromBytes(byte[] bytes);
}
