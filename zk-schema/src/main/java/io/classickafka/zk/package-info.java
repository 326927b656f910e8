/**
 * Every znode of a Kafka cluster: its path, its payload as an immutable value, and that payload's
 * exact text both ways.
 *
 * <p>Entry types: {@link io.classickafka.zk.ZkPaths} builds paths, {@link io.classickafka.zk.Znode}
 * parses them, and one record per kind of node has {@code decode(path, data)} and {@code encode()}.
 * Nothing here does I/O, reads a clock or holds state, so every thread may call it. It imports the
 * JDK and Jackson's streaming parser, nothing else.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>JSON types are strict, as other brokers of the cluster are: a number is not a string, nor
 *       the reverse. Unknown fields are tolerated everywhere; where a node is changed in place
 *       (topics, entity configs, features, tokens) they are kept and written back.
 *   <li>A version that Apache's reader does not look at is not looked at here either: two brokers
 *       of one cluster must not disagree on what a node says.
 *   <li>One bad partition of a topic does not lose the others: it is set aside with its reason and
 *       its original text, which a rewrite carries forward.
 *   <li>Field order of {@code encode()} is fixed. Other writers use any order: never compare bytes.
 *   <li>No error text quotes a value, since config nodes hold secrets.
 * </ul>
 */
@NullMarked
package io.classickafka.zk;

import org.jspecify.annotations.NullMarked;
