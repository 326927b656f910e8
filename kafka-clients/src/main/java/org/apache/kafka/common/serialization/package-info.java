/**
 * Serializers of keys and values, named by applications in their settings. One thread at a time.
 */
package org.apache.kafka.common.serialization;
