// fields/ring.wgsl: a cache field of a windowed layer is a ring: token p stands in slot p mod capacity.
// The capacity is at least window + new_tokens - 1, so that no token is overwritten that a query still sees.
import package::part::step::{step};

// Which row of [batch, heads, capacity] holds a token.
fn field_row(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * heads + head) * step.capacity + token % step.capacity;
}

// What finds the rows of up to 64 neighbouring tokens; a layout in pages looks them up here.
fn field_run(sequence: u32, first: u32, last: u32) -> vec3u {
  return vec3u(sequence, first, last);
}

fn field_row_in(run: vec3u, heads: u32, head: u32, token: u32) -> u32 {
  return field_row(run.x, heads, head, token);
}
