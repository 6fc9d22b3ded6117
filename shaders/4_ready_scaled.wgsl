// 4_ready_scaled.wgsl: 4_ready where a field has scales: its rows are spread and encoded as 4_append_scaled does.
// grid    [heads of all chains, those of fields with scales times ceil(GROUPS / 2), batch * new_tokens]
// inputs, gains, turns: part/ready_row; results: into/joined; stored: stored/*
// bytes   the new rows, once
import package::part::encode_group::{encode_group};
import package::part::encoding::{is_number, store_scales};
import package::part::hadamard::{columns};
import package::part::ready_row::{chain_of, place_of, ready_column, kept_row, write_row};
import package::part::step::{step};
import constants::{GROUP, GROUPS, SCALED_FIELDS, LANES};

@compute @workgroup_size(LANES)
fn ready_scaled_rows(
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

  let first_group = (group.x - chain.first_group) % chain.head_groups * 2u;
  let row = kept_row(chain, place);
  var bits = vec2u(0u);
  for (var i = 0u; i < 2u && first_group + i < GROUPS; i++) {
    let first = (first_group + i) * GROUP;
    let width = min(GROUP, chain.width - first);
    var finite = true;
    for (var c = lane; c < width; c += LANES) {
      let value = ready_column(chain, place, first + c);
      columns[c] = value;
      finite = finite && is_number(value);
    }
    bits[i] = encode_group(lane, row, first, width, finite);
  }
  if (lane == 0u) {
    store_scales(step.field_rows * chain.heads, row, first_group, bits);
  }
}
