/** What assignors have in common; custom ones extend it. */
package org.apache.kafka.clients.consumer.internals;
