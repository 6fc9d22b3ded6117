// score/plain.wgsl: q.k scaled, in base 2 so that the softmax can use exp2.
import constants::{SCALE};

fn scaled_score(dot_product: f32) -> f32 {
  return dot_product * (SCALE * 1.4426950408889634f);
}
