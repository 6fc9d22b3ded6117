// deal/rows.wgsl: each lane of the register family owns every LANES-th row of a pack, with all its columns.
// What a lane loads the others get by a swap, so that a load serves LANES * ROWS rows; nothing is summed over lanes.
// For packs of four rows and more, where a subgroup has all lanes.
import constants::{ROWS, LANES, TURNS, KEY_RUN, KEY_BLOCK, TAIL_RUN, TAIL_BLOCK};

// Whether lanes have to tell each other what they found of a row.
const LANES_SHARE_ROWS = false;
// Query rows of a workgroup; of each of its own a lane holds so many quads, for one sweep over the keys, and so many of
// its tail.
const PACK_ROWS = LANES * ROWS;
const HELD_QUADS = LANES * KEY_BLOCK * KEY_RUN;
const HELD_TAILS = LANES * TAIL_BLOCK * TAIL_RUN;
// Keys between two rescalings of the sums: a slice of decode. A lane weighs each of them, in a turn of its own.
const BLOCK_KEYS = TURNS;

// Which row of the pack is the lane's r-th.
fn row_of_lane(lane: u32, r: u32) -> u32 {
  return r * LANES + lane;
}

// Which quad of a row is the i-th that a lane holds, in a sweep whose lanes begin at their run `first`. They stand as
// keys come: of LANES runs loaded at once the lane's own, then those of lane ^ 1, lane ^ 2 and lane ^ 3.
fn held_quad(lane: u32, i: u32, first: u32, run: u32) -> u32 {
  let turn = i / run;
  return ((first + turn / LANES) * LANES + (lane ^ (turn % LANES))) * run + i % run;
}

// Which column of the values, in quads, is the i-th that a lane sums.
fn column_of_lane(lane: u32, i: u32) -> u32 {
  return i;
}

// Turns in which `keys` keys of a block are weighed.
fn turns_of(keys: u32) -> u32 {
  return keys;
}

// The keys that a lane weighs in a turn and the three after it.
fn keys_of_turns(lane: u32, block: u32, turn: u32) -> vec4u {
  return block + vec4u(turn) + vec4u(0u, 1u, 2u, 3u);
}
