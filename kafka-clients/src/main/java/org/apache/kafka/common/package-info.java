/** Types that applications share between producers, consumers and admin clients. */
@NullMarked
package org.apache.kafka.common;

import org.jspecify.annotations.NullMarked;
