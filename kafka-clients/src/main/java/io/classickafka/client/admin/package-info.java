/**
 * The calls of the admin client: which request each one sends to which broker, and what the answer
 * means for every topic, resource or partition in it.
 *
 * <p>A {@link io.classickafka.client.admin.KeyedCall} has one future for each key, completed as
 * soon as that key's outcome is known; what may pass is asked for again. Calls are made on any
 * thread and then belong to the loop of the {@link io.classickafka.client.cluster.ClusterClient}
 * that they are given to.
 *
 * <p>Non-obvious: an answer may settle some keys and not others (another controller, a leader that
 * moved, a quota). What is repeated is the rest, never what is done.
 */
@NullMarked
package io.classickafka.client.admin;

import org.jspecify.annotations.NullMarked;
