// place/new.wgsl: rows are tensors of the new tokens: what a plan without a cache attends to.
import package::part::step::{step};
import package::part::run::{Run};

// Which row of [batch, new_tokens, heads] holds a token.
fn row_of(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * step.new_tokens + token) * heads + head;
}

fn run_of(sequence: u32, heads: u32, head: u32, first: u32, last: u32) -> Run {
  let base = sequence * step.new_tokens * heads + head;
  return Run(base, base, 0u, heads);
}
