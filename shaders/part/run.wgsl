// part/run.wgsl: where up to 64 tokens that follow each other stand, as rows of a buffer: found once, then read off.

// From `next_token` on a row is token * stride + next_base, before it token * stride + first_base; both wrap round.
struct Run {
  first_base: u32,
  next_base: u32,
  next_token: u32,
  stride: u32,
}

fn row_in(run: Run, token: u32) -> u32 {
  return select(run.first_base, run.next_base, token >= run.next_token) + token * run.stride;
}

// Tokens whose rows follow each other: token 0 would stand in row `base`.
fn even_run(base: u32) -> Run {
  return Run(base, base, 0u, 1u);
}

// Tokens in stretches of `tokens` rows each; the one that holds `first` begins at row `base`, the next one at `next`.
fn broken_run(base: u32, next: u32, first: u32, tokens: u32) -> Run {
  let next_token = (first / tokens + 1u) * tokens;
  return Run(base + tokens - next_token, next - next_token, next_token, 1u);
}
