// subgroups/emulated.wgsl: subgroups of 32 lanes through workgroup memory, for tests: on any device, in any driver.
// A workgroup of fewer lanes is a subgroup that is not full, as it is on a device of such subgroups. Every lane must
// call, which the language asks of callers anyway.
// memory  16 B a lane
import constants::{LANES};

// Lanes of a subgroup that work, and how many subgroups a workgroup has.
const SUBGROUP_LANES = min(32u, LANES);
const SUBGROUPS = LANES / SUBGROUP_LANES;

// What each lane says.
var<workgroup> said: array<vec4f, LANES>;

// The first lane of a lane's subgroup. Subgroups take lanes in turn, since no device promises to number them in order;
// a subgroup's quads are not asked for where there are several subgroups.
fn first_of(lane: u32) -> u32 {
  return lane % SUBGROUPS;
}

fn subgroup_sum(lane: u32, value: vec4f) -> vec4f {
  said[lane] = value;
  workgroupBarrier();
  var sum = vec4f(0.0f);
  for (var i = first_of(lane); i < LANES; i += SUBGROUPS) {
    sum += said[i];
  }
  // The next call may write before a slow lane has read.
  workgroupBarrier();
  return sum;
}

fn subgroup_max(lane: u32, value: f32) -> f32 {
  said[lane].x = value;
  workgroupBarrier();
  var greatest = value;
  for (var i = first_of(lane); i < LANES; i += SUBGROUPS) {
    greatest = max(greatest, said[i].x);
  }
  workgroupBarrier();
  return greatest;
}

// The last lane, which speaks for its subgroup as well as any.
fn subgroup_elect(lane: u32) -> bool {
  return lane >= LANES - SUBGROUPS;
}

fn said_by(lane: u32, other: u32, vector: vec4f) -> vec4f {
  said[lane] = vector;
  workgroupBarrier();
  let theirs = said[other];
  workgroupBarrier();
  return theirs;
}

fn quad_swap_x(lane: u32, value: f32) -> f32 {
  return said_by(lane, lane ^ 1u, vec4f(value)).x;
}

fn quad_swap_y(lane: u32, value: f32) -> f32 {
  return said_by(lane, lane ^ 2u, vec4f(value)).x;
}

fn quad_swap_diagonal(lane: u32, value: f32) -> f32 {
  return said_by(lane, lane ^ 3u, vec4f(value)).x;
}

// The vector of lane ^ `other`, 0 to 3.
fn swapped(lane: u32, other: u32, vector: vec4f) -> vec4f {
  return said_by(lane, lane ^ other, vector);
}
