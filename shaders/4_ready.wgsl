// 4_ready.wgsl: a few new rows are made ready for attention in one go: 2_normalize, 3_rotate and 4_append.
// grid    [heads of all chains, batch * new_tokens]
// inputs, gains, turns: part/ready_row; results: into/joined; stored: stored/*
// bytes   the new rows, once
import package::part::ready_row::{chain_of, place_of, write_row};
import package::part::step::{step};
import constants::{LANES};

@compute @workgroup_size(LANES)
fn ready_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let chain = chain_of(group.x);
  let place = place_of(lane, group, chain);
  write_row(lane, chain, place);
}
