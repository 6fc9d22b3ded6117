// stage/probs.wgsl: a tap shows the softmax.
import package::part::hidden::{HIDDEN};

// The bits of a key's probability; 0 where the key is hidden.
fn shown(score: f32, greatest: f32, total: f32) -> u32 {
  return select(0u, bitcast<u32>(exp2(score - greatest) / total), score > HIDDEN);
}
