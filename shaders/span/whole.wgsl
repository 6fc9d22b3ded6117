// span/whole.wgsl: all cached tokens are worked on at once.
import package::part::step::{step};

// The first token worked on.
fn first_key(sequence: u32) -> u32 {
  return 0u;
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
