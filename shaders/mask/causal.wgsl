// mask/causal.wgsl: a query sees the keys up to its own position.
import package::part::step::{sequence_at};

// The visible keys of one query, from .x up to but without .y.
fn visible_keys(sequence: u32, query: u32) -> vec2u {
  let here = sequence_at(sequence);
  let last = i32(query) + here.offset;
  return vec2u(0u, min(here.length, u32(max(last + 1, 0))));
}
