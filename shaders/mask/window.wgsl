// mask/window.wgsl: a query sees the last `window` keys up to its own position.
import package::part::step::{sequence_at, step};

// The visible keys of one query, from .x up to but without .y.
fn visible_keys(sequence: u32, query: u32) -> vec2u {
  let here = sequence_at(sequence);
  let last = i32(query) + here.offset;
  let end = min(here.length, u32(max(last + 1, 0)));
  // A window wider than the past must not wrap around below key 0.
  let wanted = u32(max(last + 1, 0));
  return vec2u(min(end, wanted - min(wanted, step.window)), end);
}
