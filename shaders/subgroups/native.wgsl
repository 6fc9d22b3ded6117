// subgroups/native.wgsl: what the lanes of a subgroup tell each other, by the device's own instructions.
// `lane` is for subgroups/emulated: here the device knows.
enable subgroups;

fn subgroup_sum(lane: u32, value: vec4f) -> vec4f {
  return subgroupAdd(value);
}

fn subgroup_max(lane: u32, value: f32) -> f32 {
  return subgroupMax(value);
}

// Whether this is the one lane that speaks for its subgroup.
fn subgroup_elect(lane: u32) -> bool {
  return subgroupElect();
}

// The value of lane ^ 1.
fn quad_swap_x(lane: u32, value: f32) -> f32 {
  return quadSwapX(value);
}

// The value of lane ^ 2.
fn quad_swap_y(lane: u32, value: f32) -> f32 {
  return quadSwapY(value);
}

// The value of lane ^ 3.
fn quad_swap_diagonal(lane: u32, value: f32) -> f32 {
  return quadSwapDiagonal(value);
}

// The vector of lane ^ `other`, 0 to 3.
fn swapped(lane: u32, other: u32, vector: vec4f) -> vec4f {
  if (other == 1u) {
    return quadSwapX(vector);
  }
  if (other == 2u) {
    return quadSwapY(vector);
  }
  if (other == 3u) {
    return quadSwapDiagonal(vector);
  }
  return vector;
}
