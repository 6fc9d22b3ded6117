// part/kept_context.wgsl: a head's context in the lanes of a merge that projects it: runs of HELD_QUADS neighbouring
// quads, dealt out in turn. Past its end lanes have zeros.
import constants::{LANES, HELD_QUADS, KEPT_QUADS};

// What the lane has.
var<private> kept: array<vec4f, KEPT_QUADS>;

// Which quad of the context is the lane's i-th.
fn kept_column(lane: u32, i: u32) -> u32 {
  return (i / HELD_QUADS * LANES + lane) * HELD_QUADS + i % HELD_QUADS;
}

// Where a lane has a quad of the context.
fn place_of_column(column: u32) -> u32 {
  return column / (LANES * HELD_QUADS) * HELD_QUADS + column % HELD_QUADS;
}
