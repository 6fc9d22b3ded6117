// score/softcap.wgsl: softcap * tanh(score / softcap), in base 2 (Gemma 2, arXiv:2408.00118, section 2).
import constants::{SCALE, SOFTCAP};

fn scaled_scores(dot_products: vec4f) -> vec4f {
  // tanh by exp2, since WGSL's own is only promised to 1e-5. Beyond +-10 it is 1 in f32.
  let x = clamp(dot_products * (SCALE / SOFTCAP), vec4f(-10.0f), vec4f(10.0f));
  let tanh_x = 1.0f - 2.0f / (exp2(x * 2.8853900817779268f) + 1.0f);
  return tanh_x * (SOFTCAP * 1.4426950408889634f);
}
