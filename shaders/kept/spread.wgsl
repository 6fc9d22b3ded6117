// kept/spread.wgsl: contexts are of spread values, and are turned back before anything meets them.
import package::part::kept_context::{kept, kept_column};
import turn::{turn_held};
import constants::{VALUE_QUADS, HELD_QUADS, KEPT_QUADS};

// All lanes must call.
fn turn_kept(lane: u32) {
  for (var begin = 0u; begin < KEPT_QUADS; begin += HELD_QUADS) {
    // Past the end there are zeros, in whatever span.
    let first = min(kept_column(lane, begin), VALUE_QUADS - HELD_QUADS);
    var held = array<vec4f, HELD_QUADS>();
    for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
      held[i] = kept[begin + i];
    }
    turn_held(lane, first, VALUE_QUADS, &held);
    for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
      kept[begin + i] = held[i];
    }
  }
}
