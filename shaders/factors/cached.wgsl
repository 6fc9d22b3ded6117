// factors/cached.wgsl: the factors of an outer product are those of cached tokens.
import span::{first_key, end_key};

fn token_count() -> u32 {
  return end_key() - first_key(0u);
}

fn token_at(index: u32) -> u32 {
  return first_key(0u) + index;
}
