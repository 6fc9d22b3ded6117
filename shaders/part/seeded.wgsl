// part/seeded.wgsl: seeded values given by a formula, the same as src/attention/random.ts to the bit.

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

// Element `index` of the sequence: exact but for the last product, which rounds once. Division may not be.
fn seeded_value(index: u32) -> f32 {
  let hash = mix(mix(index + 1u) ^ fill.seed);
  return (f32(hash >> 8u) * 0x1p-23f - 1.0f) * fill.scale;
}

// Where a row of [blocks, block_rows] stands among [blocks, capacity].
fn stored_row(row: u32) -> u32 {
  return (row / fill.block_rows) * fill.capacity + row % fill.block_rows;
}
