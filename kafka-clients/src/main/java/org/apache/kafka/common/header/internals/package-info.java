/** The classes behind the header interfaces; applications make them by name, so the names stay. */
package org.apache.kafka.common.header.internals;
