// span/chunk.wgsl: cached tokens are worked on in chunks of REBUILT_KEYS, one dispatch after the other.
import package::part::step::{step};
import constants::{REBUILT_KEYS};

struct Chunk {
  index: u32,
}

@group(3) @binding(2) var<uniform> chunk: Chunk;

// The first token worked on, of any sequence.
fn first_key(sequence: u32) -> u32 {
  return chunk.index * REBUILT_KEYS;
}

// The token after the last.
fn end_key() -> u32 {
  return min((chunk.index + 1u) * REBUILT_KEYS, step.context);
}

// Which of a row's partial results a tile leaves.
fn partial_index() -> u32 {
  return chunk.index;
}

// Slices of `split_keys` tokens before the first.
fn first_split(split_keys: u32) -> u32 {
  return chunk.index * (REBUILT_KEYS / split_keys);
}
