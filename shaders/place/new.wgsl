// place/new.wgsl: rows are tensors of the new tokens: what a plan without a cache attends to.
import package::part::step::{step};

// Which row of [batch, new_tokens, heads] holds a token.
fn row_of(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * step.new_tokens + token) * heads + head;
}

// Neighbouring tokens need nothing looked up.
fn run_of(sequence: u32, first: u32, last: u32) -> vec3u {
  return vec3u(sequence, first, last);
}

fn row_in(run: vec3u, heads: u32, head: u32, token: u32) -> u32 {
  return row_of(run.x, heads, head, token);
}
