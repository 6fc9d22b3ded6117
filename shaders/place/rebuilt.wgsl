// place/rebuilt.wgsl: keys and values were rebuilt from the cache, a chunk of REBUILT_KEYS tokens at a time.
import package::part::run::{Run, broken_run};
import constants::{REBUILT_KEYS};

// Which row of [batch, heads, REBUILT_KEYS] holds a token.
fn row_of(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * heads + head) * REBUILT_KEYS + token % REBUILT_KEYS;
}

fn run_of(sequence: u32, heads: u32, head: u32, first: u32, last: u32) -> Run {
  let base = (sequence * heads + head) * REBUILT_KEYS;
  return broken_run(base, base, first, REBUILT_KEYS);
}
