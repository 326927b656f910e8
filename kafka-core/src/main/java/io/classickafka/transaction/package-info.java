/**
 * Producer identity: the ids of idempotent producers, in blocks that the controller gives out.
 *
 * <p>Entry type: {@link io.classickafka.transaction.ProducerIds}. Its state belongs to one loop; it
 * may be called from any thread.
 */
@NullMarked
package io.classickafka.transaction;

import org.jspecify.annotations.NullMarked;
