// 4_append.wgsl: encodes the new tokens' rows and writes them into the cache at each sequence's position.
// grid    batch * HEADS * new_tokens * ROW_QUADS / 64, folded
// front   [batch, new_tokens, heads, ...]                      f32      read, FRONT_WIDTH columns from FRONT_FROM
// back    [batch, new_tokens, heads, ...]                      f32      read, BACK_WIDTH columns from BACK_FROM
// stored  [batch, HEADS, capacity, front then back then zeros] store/*  written
// bytes   the new rows, once
import package::part::flat::{flat_index};
import package::part::step::{step, sequence_at};
import fields::{field_row};
import store::{store_quad};
import constants::{HEADS, ROW_QUADS};
import constants::{FRONT_WIDTH, FRONT_ROW, FRONT_HEAD, FRONT_FROM};
import constants::{BACK_WIDTH, BACK_ROW, BACK_HEAD, BACK_FROM};

@group(0) @binding(0) var<storage, read> front: array<f32>;
@group(0) @binding(1) var<storage, read> back: array<f32>;

@compute @workgroup_size(64)
fn append_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let index = flat_index(group, groups, lane);
  let quad = index % ROW_QUADS;
  let head = (index / ROW_QUADS) % HEADS;
  let row = index / (ROW_QUADS * HEADS);
  if (row >= step.batch * step.new_tokens) {
    return;
  }
  let sequence = row / step.new_tokens;
  let position = sequence_at(sequence).start + row % step.new_tokens;

  var value = vec4f(0.0f);
  for (var i = 0u; i < 4u; i++) {
    let column = quad * 4u + i;
    if (column < FRONT_WIDTH) {
      value[i] = front[row * FRONT_ROW + head * FRONT_HEAD + FRONT_FROM + column];
    } else if (column < FRONT_WIDTH + BACK_WIDTH) {
      value[i] = back[row * BACK_ROW + head * BACK_HEAD + BACK_FROM + column - FRONT_WIDTH];
    }
  }
  store_quad(field_row(sequence, HEADS, head, position) * ROW_QUADS + quad, value);
}
