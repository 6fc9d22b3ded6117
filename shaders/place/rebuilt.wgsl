// place/rebuilt.wgsl: keys and values were rebuilt from the cache, a chunk of REBUILT_KEYS tokens at a time.
import constants::{REBUILT_KEYS};

// Which row of [batch, heads, REBUILT_KEYS] holds a token.
fn row_of(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * heads + head) * REBUILT_KEYS + token % REBUILT_KEYS;
}

// Neighbouring tokens need nothing looked up.
fn run_of(sequence: u32, first: u32, last: u32) -> vec3u {
  return vec3u(sequence, first, last);
}

fn row_in(run: vec3u, heads: u32, head: u32, token: u32) -> u32 {
  return row_of(run.x, heads, head, token);
}
