// sink/none.wgsl: no head has a sink.
import package::part::hidden::{HIDDEN};

// The base-2 score of a head's sink.
fn sink_score(head: u32) -> f32 {
  return HIDDEN;
}
