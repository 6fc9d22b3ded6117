// ceiling_read.wgsl: reads a buffer once, neighbours side by side: the bandwidth that kernels can at best reach.
// grid    quads / (256 * 4 * TURNS)
// quads   [quads]  seeded values, none above 1
// sink    [4]      written where a sum is above 1e30: never, but no compiler knows that and skips the loads
import constants::{TURNS};

@group(0) @binding(0) var<storage, read> quads: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> sink: array<vec4f>;

@compute @workgroup_size(256)
fn read_all(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var sums = array<vec4f, 4>();
  var at = group.x * 1024u * TURNS + lane;
  for (var turn = 0u; turn < TURNS; turn++) {
    sums[0] += quads[at];
    sums[1] += quads[at + 256u];
    sums[2] += quads[at + 512u];
    sums[3] += quads[at + 768u];
    at += 1024u;
  }
  let sum = sums[0] + sums[1] + sums[2] + sums[3];
  if (any(sum > vec4f(1e30f))) {
    sink[0] = sum;
  }
}
