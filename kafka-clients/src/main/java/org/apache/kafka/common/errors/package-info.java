/**
 * What the client throws: one exception for each error of the protocol, and those that arise in the
 * client. Those under {@link org.apache.kafka.common.errors.RetriableException} may go away when
 * the same is tried again. Values; from any thread.
 */
@NullMarked
package org.apache.kafka.common.errors;

import org.jspecify.annotations.NullMarked;
