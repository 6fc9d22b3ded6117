// bias/additive.wgsl: an additive mask, one for all query heads or one for each; keys past its columns are hidden.
import package::part::step::{step};
import package::part::hidden::{HIDDEN};
import constants::{MASK_HEADS};

// [batch, MASK_HEADS, new_tokens, mask_columns]; minus infinity is written as HIDDEN
@group(2) @binding(1) var<storage, read> additive: array<f32>;

// Base-2 scores of four keys, with the mask's values added.
fn biased_scores(scores: vec4f, sequence: u32, head: u32, token: u32, keys: vec4u) -> vec4f {
  let block = sequence * MASK_HEADS + min(head, MASK_HEADS - 1u);
  let row = (block * step.new_tokens + token) * step.mask_columns;
  var added = vec4f(HIDDEN);
  for (var i = 0u; i < 4u; i++) {
    if (keys[i] < step.mask_columns) {
      added[i] = additive[row + keys[i]];
    }
  }
  let sum = scores + added * 1.4426950408889634f;
  return select(vec4f(HIDDEN), sum, added > vec4f(HIDDEN));
}
