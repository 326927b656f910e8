package io.classickafka.seam.netty;

/**
 * How sockets are opened.
 *
 * @param sendBufferBytes size of the kernel's send buffer, or -1 for the system's own choice
 * @param receiveBufferBytes size of the kernel's receive buffer, or -1 for the system's own choice
 * @param backlog connections that may wait to be accepted
 */
public record SocketOptions(int sendBufferBytes, int receiveBufferBytes, int backlog) {

  /** The size that leaves a buffer to the system. */
  public static final int SYSTEM_DEFAULT = -1;

  /** The system's buffers, and a backlog of 50. */
  public static final SocketOptions DEFAULT = new SocketOptions(SYSTEM_DEFAULT, SYSTEM_DEFAULT, 50);
}
