// bias/none.wgsl: nothing is added to scores.

fn biased_scores(scores: vec4f, sequence: u32, head: u32, token: u32, keys: vec4u) -> vec4f {
  return scores;
}
