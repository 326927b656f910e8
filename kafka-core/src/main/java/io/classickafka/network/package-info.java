/**
 * Listeners, connections, framing and the order of replies.
 *
 * <p>{@link io.classickafka.network.NetworkServer} binds listeners on a {@link
 * io.classickafka.seam.Transport}; each connection is state of its network loop and hands whole
 * frames to {@link io.classickafka.api.Requests}. Knows nothing of what is in a frame beyond its
 * first four bytes, the API's key and version.
 *
 * <p>Non-obvious: memory follows what has arrived, never what a peer says will arrive. A bounded
 * number of requests and bytes is in flight per connection; then its socket is not read, which is
 * all the back-pressure there is. Replies leave in the order of their requests, whatever order they
 * are ready in; a connection that is to be closed sends the replies before that first. A frame must
 * be whole within the idle limit of its first byte, so that a peer cannot hold a connection by a
 * byte now and then.
 */
@NullMarked
package io.classickafka.network;

import org.jspecify.annotations.NullMarked;
