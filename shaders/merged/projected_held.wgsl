// merged/projected_held.wgsl: a merge goes on to project as merged/projected does, where lanes hold the context among
// them: none waits for another.
// weights  [heads, head rows, VALUE_QUADS], of which OUT_WIDTH rows of each head   weights/*  read
// bytes    each weight once per row
// paper    DeepSeek-V2, arXiv:2405.04434, section 2.1.2: W_UV, applied to contexts instead of to cached latents
import package::part::kept_context::{kept, kept_column, place_of_column};
import kept::{turn_kept};
import reduce::{workgroup_sum};
import weights::{load_weight};
import constants::{VALUE_QUADS, KEPT_QUADS, OUT_WIDTH, OUT_ROW_QUADS, OUT_HEAD_QUADS};
import constants::{WEIGHTS_FROM, WEIGHTS_HEAD};

// [batch, new_tokens, heads, OUT_WIDTH], each width padded with zeros to whole quads
@group(0) @binding(1) var<storage, read_write> results: array<vec4f>;

fn columns_of(part: u32) -> vec2u {
  return vec2u(0u, VALUE_QUADS);
}

fn column_of_lane(lane: u32, first: u32, turn: u32) -> u32 {
  return kept_column(lane, turn);
}

fn put_context(token: u32, head: u32, column: u32, value: vec4f) {
  kept[place_of_column(column)] = value;
}

fn finish_context(lane: u32, token: u32, head: u32, part: u32) {
  turn_kept(lane);
  for (var tile = 0u; tile < OUT_HEAD_QUADS; tile++) {
    let first_weight = WEIGHTS_FROM + head * WEIGHTS_HEAD + tile * 4u * VALUE_QUADS;
    // An output too many repeats the one before.
    let outputs = min(4u, OUT_WIDTH - tile * 4u);
    var sums = vec4f(0.0f);
    for (var turn = 0u; turn < KEPT_QUADS; turn++) {
      let x = kept[turn];
      let column = min(kept_column(lane, turn), VALUE_QUADS - 1u);
      for (var i = 0u; i < 4u; i++) { // unrolled
        sums[i] += dot(x, load_weight(first_weight + min(i, outputs - 1u) * VALUE_QUADS + column));
      }
    }
    sums = workgroup_sum(lane, sums);
    if (lane == 0u) {
      for (var i = 0u; i < 4u; i++) {
        sums[i] = select(0.0f, sums[i], i < outputs);
      }
      results[token * OUT_ROW_QUADS + head * OUT_HEAD_QUADS + tile] = sums;
    }
  }
}
