// reduce/workgroup.wgsl: one value of each of LANES lanes becomes one for all, through workgroup memory.
// Every lane must call; needs no device feature.
import constants::{LANES};

var<workgroup> reduced: array<vec4f, LANES>;

fn workgroup_sum(lane: u32, value: vec4f) -> vec4f {
  reduced[lane] = value;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      reduced[lane] += reduced[lane + half];
    }
  }
  workgroupBarrier();
  let total = reduced[0];
  // The next call may write before a slow lane has read.
  workgroupBarrier();
  return total;
}

fn workgroup_max(lane: u32, value: f32) -> f32 {
  reduced[lane].x = value;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      reduced[lane].x = max(reduced[lane].x, reduced[lane + half].x);
    }
  }
  workgroupBarrier();
  let greatest = reduced[0].x;
  workgroupBarrier();
  return greatest;
}
