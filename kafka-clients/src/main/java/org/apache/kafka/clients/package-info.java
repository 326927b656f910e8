/** What the clients have in common. From any thread. */
@NullMarked
package org.apache.kafka.clients;

import org.jspecify.annotations.NullMarked;
