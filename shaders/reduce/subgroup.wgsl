// reduce/subgroup.wgsl: one value of each of LANES lanes becomes one for all, within subgroups first.
// Works for subgroups of any size; every lane must call. A subgroup's own first lane is found by election,
// since lanes need not be numbered in the order of subgroups.
import subgroups::{subgroup_sum, subgroup_max, subgroup_elect};
import constants::{LANES};

var<workgroup> reduced: array<vec4f, LANES>;

fn workgroup_sum(lane: u32, value: vec4f) -> vec4f {
  let sum = subgroup_sum(lane, value);
  reduced[lane] = select(vec4f(0.0f), sum, subgroup_elect(lane));
  workgroupBarrier();
  var total = vec4f(0.0f);
  for (var i = 0u; i < LANES; i++) {
    total += reduced[i];
  }
  workgroupBarrier();
  return total;
}

fn workgroup_max(lane: u32, value: f32) -> f32 {
  reduced[lane].x = subgroup_max(lane, value);
  workgroupBarrier();
  var greatest = reduced[0].x;
  for (var i = 1u; i < LANES; i++) {
    greatest = max(greatest, reduced[i].x);
  }
  workgroupBarrier();
  return greatest;
}
