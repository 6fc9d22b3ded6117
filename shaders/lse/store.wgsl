// lse/store.wgsl: writes the natural log of the sum of exp(score) over the keys that a row sees.
import constants::{LSE_ROW};

// [batch, new_tokens, query_heads], rows padded to whole quads. As bits, since WGSL cannot write infinity.
@group(0) @binding(2) var<storage, read_write> lse: array<u32>;

// `greatest` is the largest base-2 score, `weight` the sum of exp2(score - greatest).
fn store_lse(token: u32, head: u32, greatest: f32, weight: f32) {
  let value = (greatest + log2(weight)) * 0.6931471805599453f;
  lse[token * LSE_ROW + head] = select(0x7f800000u, bitcast<u32>(value), weight > 0.0f);
}
