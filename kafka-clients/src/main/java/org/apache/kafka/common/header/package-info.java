/** The headers of records, as applications see them. Values; one thread at a time. */
package org.apache.kafka.common.header;
