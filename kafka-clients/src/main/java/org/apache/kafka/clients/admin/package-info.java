/**
 * The admin client as applications see it. Safe for use by several threads; what is chained to its
 * futures runs on the client's own thread, which must not be blocked.
 */
@NullMarked
package org.apache.kafka.clients.admin;

import org.jspecify.annotations.NullMarked;
