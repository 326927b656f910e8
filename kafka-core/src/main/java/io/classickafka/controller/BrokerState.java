package io.classickafka.controller;

import io.classickafka.zk.BrokerRegistration;

/**
 * A registered broker.
 *
 * @param epoch the transaction that created its node: its incarnation
 */
record BrokerState(int id, long epoch, BrokerRegistration registration) {}
