// 4_ready_held.wgsl: 4_ready_scaled where no lane waits for another: four lanes hold the columns that they encode.
// grid    [heads of all chains, those of fields with scales times blocks of TURNS * 128 columns, batch * new_tokens]
// inputs, gains, turns: part/ready_row; results: into/joined; stored: stored/*
// bytes   the new rows, once
import package::part::encode_held::{encode_held, store_held_scales, TURNS};
import package::part::ready_row::{chain_of, place_of, ready_column, kept_row, write_row};
import package::part::step::{step};
import constants::{QUADS, HELD_QUADS, SCALED_FIELDS, LANES};

@compute @workgroup_size(LANES)
fn ready_held_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let chain = chain_of(group.x);
  let place = place_of(lane, group, chain);
  if (((SCALED_FIELDS >> chain.to) & 1u) == 0u) {
    write_row(lane, chain, place);
    return;
  }

  let row = kept_row(chain, place);
  let block = (group.x - chain.first_group) % chain.head_groups * TURNS * LANES * HELD_QUADS;
  var bits = vec2u(0u);
  for (var turn = 0u; turn < TURNS && block + turn * LANES * HELD_QUADS < QUADS; turn++) {
    let first = block + (turn * LANES + lane) * HELD_QUADS;
    var held = array<vec4f, HELD_QUADS>();
    for (var i = 0u; i < HELD_QUADS; i++) {
      for (var c = 0u; c < 4u; c++) {
        // Columns past the row's end are zeros.
        held[i][c] = ready_column(chain, place, (first + i) * 4u + c);
      }
    }
    bits[turn] = encode_held(lane, row, first, &held);
  }
  store_held_scales(lane, step.field_rows * chain.heads, row, block + lane * HELD_QUADS, bits);
}
