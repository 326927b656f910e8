/**
 * The broker's APIs: one handler class for each, and the dispatch in front of them.
 *
 * <p>The dispatch takes a whole frame on the loop of the connection that it came by, reads header
 * and body, asks the hooks for authorisation and quotas and calls the {@link
 * io.classickafka.api.ApiHandler} of its key in {@link io.classickafka.api.ApiRegistry}. What is
 * not in the registry is not advertised. A handler calls the domain, on whichever loop owns the
 * state, and answers through the {@link io.classickafka.api.RequestContext} from any thread.
 *
 * <p>Non-obvious: handlers run on network loops and must not block. A request borrows its record
 * sets from the frame, which goes back to its pool when the request is answered; what is kept
 * longer is retained. Every request is answered exactly once, or its connection waits for ever.
 */
@NullMarked
package io.classickafka.api;

import org.jspecify.annotations.NullMarked;
