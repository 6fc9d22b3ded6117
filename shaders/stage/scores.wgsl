// stage/scores.wgsl: a tap shows scores.
import package::part::hidden::{HIDDEN};

// The bits of a base-2 score in natural units; minus infinity where the key is hidden.
fn shown(score: f32, greatest: f32, total: f32) -> u32 {
  return select(0xff800000u, bitcast<u32>(score * 0.6931471805599453f), score > HIDDEN);
}
