// mask/full.wgsl: every query sees every key of its sequence.
import package::part::step::{sequence_at};

// The visible keys of one query, from .x up to but without .y.
fn visible_keys(sequence: u32, query: u32) -> vec2u {
  return vec2u(0u, sequence_at(sequence).length);
}
