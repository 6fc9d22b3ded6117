// factors/new.wgsl: the factors of an outer product belong to the new tokens.
import package::part::step::{step};

fn token_count() -> u32 {
  return step.new_tokens;
}

fn token_at(index: u32) -> u32 {
  return index;
}
