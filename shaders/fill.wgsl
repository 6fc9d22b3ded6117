// fill.wgsl: seeded values given by a formula, the same as src/attention/random.ts to the bit.
// grid    blocks * block_rows * ROW_QUADS / 64, folded
// stored  [blocks, capacity, WIDTH padded to ROW_QUADS]  store/*  written: the first block_rows rows of each block
import package::part::flat::{flat_index};
import store::{store_quad};
import constants::{WIDTH, ROW_QUADS};

struct Fill {
  seed: u32,
  scale: f32,
  blocks: u32,
  block_rows: u32,
  capacity: u32,
}
@group(0) @binding(0) var<uniform> fill: Fill;

// A round of a 32-bit integer hash (lowbias32, Wellons 2018).
fn mix(value: u32) -> u32 {
  var x = value;
  x ^= x >> 16u;
  x *= 0x7feb352du;
  x ^= x >> 15u;
  x *= 0x846ca68bu;
  return x ^ (x >> 16u);
}

@compute @workgroup_size(64)
fn fill_rows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = flat_index(group, groups, lane);
  let quad = index % ROW_QUADS;
  let row = index / ROW_QUADS;
  if (row >= fill.blocks * fill.block_rows) {
    return;
  }
  var value = vec4f(0.0f);
  for (var i = 0u; i < 4u; i++) {
    let column = quad * 4u + i;
    if (column < WIDTH) {
      let hash = mix(mix(row * WIDTH + column + 1u) ^ fill.seed);
      // Exact but for the last product, which rounds once: division may not be.
      value[i] = (f32(hash >> 8u) * 0x1p-23f - 1.0f) * fill.scale;
    }
  }
  let stored_row = (row / fill.block_rows) * fill.capacity + row % fill.block_rows;
  store_quad(stored_row * ROW_QUADS + quad, value);
}
