// span/window.wgsl: only tokens within the window of some new token are worked on.
import package::part::step::{step};
import mask::{visible_keys};

// The first token worked on: what the first new token sees.
fn first_key(sequence: u32) -> u32 {
  return visible_keys(sequence, 0u).x;
}

// The token after the last.
fn end_key() -> u32 {
  return step.context;
}

// Which of a row's partial results a tile leaves.
fn partial_index() -> u32 {
  return 0u;
}

// Slices of `split_keys` tokens before the first.
fn first_split(split_keys: u32) -> u32 {
  return 0u;
}
