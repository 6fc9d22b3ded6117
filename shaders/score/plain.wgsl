// score/plain.wgsl: q.k scaled, in base 2 so that the softmax can use exp2.
import constants::{SCALE};

fn scaled_scores(dot_products: vec4f) -> vec4f {
  return dot_products * (SCALE * 1.4426950408889634f);
}
