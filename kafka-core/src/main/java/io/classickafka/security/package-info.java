/**
 * Who a peer is and what it may do. Pure values and one interface; called on any loop, so an {@link
 * io.classickafka.security.Authorizer} answers from memory and never waits.
 */
@NullMarked
package io.classickafka.security;

import org.jspecify.annotations.NullMarked;
