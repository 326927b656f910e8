/** The words of access control. Values. */
@NullMarked
package org.apache.kafka.common.acl;

import org.jspecify.annotations.NullMarked;
