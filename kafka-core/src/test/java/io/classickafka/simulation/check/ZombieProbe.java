package io.classickafka.simulation.check;

import io.classickafka.protocol.ErrorCode;

/**
 * A controller's request that must not count any more, and its answer.
 *
 * @param why what is old about it
 */
public record ZombieProbe(String request, int broker, String why, ErrorCode answer) {}
