// fields/ring.wgsl: a cache field of a windowed layer is a ring: token p stands in slot p mod capacity.
// The capacity is at least window + new_tokens - 1, so that no token is overwritten that a query still sees.
import package::part::step::{step};
import package::part::run::{Run, broken_run};

// Which row of [batch, heads, capacity] holds a token.
fn field_row(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * heads + head) * step.capacity + token % step.capacity;
}

// Where the rows of up to 64 neighbouring tokens stand; no more of them than the ring holds are asked for.
fn field_run(sequence: u32, heads: u32, head: u32, first: u32, last: u32) -> Run {
  let base = (sequence * heads + head) * step.capacity;
  return broken_run(base, base, first, step.capacity);
}
