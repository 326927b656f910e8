/**
 * The production seams over Netty: loops, sockets and pooled memory.
 *
 * <p>{@link io.classickafka.seam.netty.NettyTransport} owns the network loops (epoll where there is
 * one, else NIO) and every socket on them; {@link io.classickafka.seam.netty.NettyEventLoop} is one
 * of those loops, or a plain thread for state that touches no socket. Only whoever wires a process
 * together uses this package; all others see {@code io.classickafka.seam}. No Netty type appears in
 * a public signature.
 *
 * <p>Non-obvious: a loop without work blocks in the kernel and wakes for nothing. Bytes received
 * are slices of the very buffer the socket was read into; the buffer goes back to its pool with the
 * last slice. A buffer of the heap that is sent is copied once, into direct memory; one in direct
 * memory and a slice of a file are not copied.
 */
@NullMarked
package io.classickafka.seam.netty;

import org.jspecify.annotations.NullMarked;
