/**
 * How much a client may ask for. {@link io.classickafka.quota.Quotas} is asked on the loop that
 * answers a request and says how long its connection is not to be read.
 */
@NullMarked
package io.classickafka.quota;

import org.jspecify.annotations.NullMarked;
