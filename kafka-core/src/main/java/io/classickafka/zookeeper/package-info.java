/**
 * The coordination seam over ZooKeeper. The only package that knows Curator and ZooKeeper's client.
 *
 * <p>Entry type: {@link io.classickafka.zookeeper.ZooKeeperCoordination}, opened and closed by the
 * server's main thread. Curator keeps the connection: it finds the servers, notices a session that
 * ended (also by its own clock, when no server can be reached), and makes the next handle.
 * Operations go to the handle's own asynchronous interface, because a session-bound write must
 * neither be retried nor slip into a later session. All state belongs to one thread, {@code
 * zookeeper-session}; ZooKeeper's event thread and the callers only post to it.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>Data is always passed explicitly: Curator's default data is the machine's address, which
 *       would break every reader of the node.
 *   <li>Parents are plain persistent nodes, never containers, which ZooKeeper reaps when empty.
 *   <li>A handle may be replaced without an expiry event, when a connection attempt took too long;
 *       that ends the session here as well.
 * </ul>
 */
@NullMarked
package io.classickafka.zookeeper;

import org.jspecify.annotations.NullMarked;
