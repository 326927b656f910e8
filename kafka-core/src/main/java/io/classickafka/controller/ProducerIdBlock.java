package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;

/**
 * Producer ids given to a broker.
 *
 * @param start the first one
 * @param count how many; 0 when there is an error
 */
public record ProducerIdBlock(ErrorCode error, long start, int count) {}
