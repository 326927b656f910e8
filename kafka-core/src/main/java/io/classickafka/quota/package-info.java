/**
 * How much may be asked for and copied. {@link io.classickafka.quota.Quotas} is asked on the loop
 * that answers a client's request and says how long its connection is not to be read. {@link
 * io.classickafka.quota.ReplicationQuotas} are the rates to which the copying of replicas is held:
 * {@code replica} counts what it copied of throttled replicas and asks, from any loop, whether and
 * for how long nothing more is to be copied; {@code server} sets them.
 */
@NullMarked
package io.classickafka.quota;

import org.jspecify.annotations.NullMarked;
