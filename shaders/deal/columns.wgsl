// deal/columns.wgsl: the register family's lanes share all rows of a pack, and each owns every LANES-th run of columns.
// A lane reads no columns but its own, of keys as of values; scores are summed over the lanes. For packs of any size.
import constants::{ROWS, LANES, TURNS, RUN_KEYS};
import constants::{KEY_RUN, KEY_BLOCK, TAIL_RUN, TAIL_BLOCK, VALUE_RUN};

// Whether lanes have to tell each other what they found of a row.
const LANES_SHARE_ROWS = true;
// Query rows of a workgroup; of each a lane holds so many quads, for one sweep over the keys, and of its tail.
const PACK_ROWS = ROWS;
const HELD_QUADS = KEY_BLOCK * KEY_RUN;
const HELD_TAILS = TAIL_BLOCK * TAIL_RUN;
// Keys between two rescalings of the sums. Key j of a block is weighed by lane j % LANES, in turn j / LANES.
const BLOCK_KEYS = LANES * TURNS;
// Turns whose keys are looked up at once.
const RUN_TURNS = RUN_KEYS / LANES;

// Which row of the pack is the lane's r-th.
fn row_of_lane(lane: u32, r: u32) -> u32 {
  return r;
}

// Which quad of a row is the i-th that a lane holds, in a sweep whose lanes begin at their run `first`.
fn held_quad(lane: u32, i: u32, first: u32, run: u32) -> u32 {
  return ((first + i / run) * LANES + lane) * run + i % run;
}

// Which column of the values, in quads, is the i-th that a lane sums.
fn column_of_lane(lane: u32, i: u32) -> u32 {
  return (i / VALUE_RUN * LANES + lane) * VALUE_RUN + i % VALUE_RUN;
}

// Turns in which `keys` keys of a block are weighed.
fn turns_of(keys: u32) -> u32 {
  return (keys - 1u) / LANES + 1u;
}

// The keys that a lane weighs in a turn and the three after it.
fn keys_of_turns(lane: u32, block: u32, turn: u32) -> vec4u {
  return block + lane + LANES * (vec4u(turn) + vec4u(0u, 1u, 2u, 3u));
}
