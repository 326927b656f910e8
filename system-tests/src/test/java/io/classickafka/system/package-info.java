/**
 * Real processes: brokers and ZooKeeper started through {@code bin/}, foreign clients, and faults
 * by process id. Tests end in {@code IT} and run after the packages are built.
 */
@NullMarked
package io.classickafka.system;

import org.jspecify.annotations.NullMarked;
