// score/softcap.wgsl: softcap * tanh(score / softcap), in base 2 (Gemma 2, arXiv:2408.00118, section 2).
import constants::{SCALE, SOFTCAP};

fn scaled_scores(dot_products: vec4f) -> vec4f {
  // Beyond +-10 tanh is 1 in f32; some implementations overflow on the way there.
  let x = clamp(dot_products * (SCALE / SOFTCAP), vec4f(-10.0f), vec4f(10.0f));
  return tanh(x) * (SOFTCAP * 1.4426950408889634f);
}
