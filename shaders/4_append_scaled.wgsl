// 4_append_scaled.wgsl: 4_append for formats with scales: a workgroup spreads and encodes two groups of a new row.
// grid    [batch * new_tokens, folded along y, HEADS * ceil(GROUPS / 2)]
// front   [batch, new_tokens, heads, ...]             f32      read, FRONT_WIDTH columns from FRONT_FROM
// back    [batch, new_tokens, heads, ...]             f32      read, BACK_WIDTH columns from BACK_FROM
// stored  [batch, HEADS, capacity, front then back]   codes, then scales   written
// bytes   the new rows, once
import package::part::encode_group::{encode_group};
import package::part::encoding::{is_number, store_scales};
import package::part::hadamard::{columns};
import package::part::step::{step, sequence_at};
import fields::{field_row};
import constants::{HEADS, GROUP, GROUPS, LANES};
import constants::{FRONT_WIDTH, FRONT_ROW, FRONT_HEAD, FRONT_FROM};
import constants::{BACK_WIDTH, BACK_ROW, BACK_HEAD, BACK_FROM};

@group(0) @binding(0) var<storage, read> front: array<f32>;
@group(0) @binding(1) var<storage, read> back: array<f32>;

@compute @workgroup_size(LANES)
fn append_scaled_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let place = workgroup + step.origin;
  let row = place.y * workgroups.x + place.x;
  if (row >= step.batch * step.new_tokens) {
    return;
  }
  let pairs = (GROUPS + 1u) / 2u;
  let head = place.z / pairs;
  let first_group = place.z % pairs * 2u;
  let sequence = row / step.new_tokens;
  let position = sequence_at(sequence).start + row % step.new_tokens;
  let stored_row = field_row(sequence, HEADS, head, position);
  var bits = vec2u(0u);
  for (var i = 0u; i < 2u && first_group + i < GROUPS; i++) {
    let first = (first_group + i) * GROUP;
    let width = min(GROUP, FRONT_WIDTH + BACK_WIDTH - first);
    var finite = true;
    for (var c = lane; c < width; c += LANES) {
      let column = first + c;
      var value = 0.0f;
      if (column < FRONT_WIDTH) {
        value = front[row * FRONT_ROW + head * FRONT_HEAD + FRONT_FROM + column];
      } else {
        value = back[row * BACK_ROW + head * BACK_HEAD + BACK_FROM + column - FRONT_WIDTH];
      }
      columns[c] = value;
      finite = finite && is_number(value);
    }
    bits[i] = encode_group(lane, stored_row, first, width, finite);
  }
  if (lane == 0u) {
    store_scales(step.field_rows * HEADS, stored_row, first_group, bits);
  }
}
