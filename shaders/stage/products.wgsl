// stage/products.wgsl: a tap shows scores before anything is masked.
import package::part::hidden::{HIDDEN};

// The bits of a base-2 score in natural units; 0 where a shorter sequence has no key.
fn shown(score: f32, greatest: f32, total: f32) -> u32 {
  return select(0u, bitcast<u32>(score * 0.6931471805599453f), score > HIDDEN);
}
