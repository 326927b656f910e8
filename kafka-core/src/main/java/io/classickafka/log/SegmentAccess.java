package io.classickafka.log;

import java.io.IOException;

/** How a read gets at a segment: the owner uses it itself, another thread uses a copy. */
interface SegmentAccess {

  /** The segment to read from, until {@link #done}. */
  Segment use(LogView view, int index) throws IOException;

  /** The read is done with what {@link #use} returned for a segment. */
  void done(Segment segment, Segment used) throws IOException;
}
