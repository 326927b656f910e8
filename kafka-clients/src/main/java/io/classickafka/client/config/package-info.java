/**
 * The settings of the clients: {@link io.classickafka.client.config.PropertyTable} holds their
 * definitions, read from one text table for each kind of client, and makes {@link
 * io.classickafka.client.config.ClientProperties} of what an application gave. Immutable; from any
 * thread.
 */
@NullMarked
package io.classickafka.client.config;

import org.jspecify.annotations.NullMarked;
