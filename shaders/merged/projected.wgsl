// merged/projected.wgsl: a merge goes on to project: a head's context meets the head's matrix, and is written nowhere.
// Every part of a row's workgroups merges the whole context, and makes some of the outputs.
// weights  [heads, head rows, VALUE_QUADS], of which OUT_WIDTH rows of each head   weights/*  read
// bytes    each weight once per row
// paper    DeepSeek-V2, arXiv:2405.04434, section 2.1.2: W_UV, applied to contexts instead of to cached latents
import weights::{load_weight};
import constants::{VALUE_QUADS, OUT_WIDTH, OUT_ROW_QUADS, OUT_HEAD_QUADS};
import constants::{WEIGHTS_FROM, WEIGHTS_HEAD, LANES, TEAM, PARTS};

// [batch, new_tokens, heads, OUT_WIDTH], each width padded with zeros to whole quads
@group(0) @binding(1) var<storage, read_write> results: array<vec4f>;

// The head's context.
var<workgroup> merged: array<vec4f, VALUE_QUADS>;
// What each lane of a team has of four outputs; nobody asks a team of one.
var<workgroup> team_sums: array<vec4f, LANES>;

// Teams of TEAM lanes make four outputs each.
const TEAMS = LANES / TEAM;

fn columns_of(part: u32) -> vec2u {
  return vec2u(0u, VALUE_QUADS);
}

// Where each lane merges quads by itself: the one of its turn.
fn column_of_lane(lane: u32, first: u32, turn: u32) -> u32 {
  return first + turn * LANES + lane;
}

fn put_context(token: u32, head: u32, column: u32, value: vec4f) {
  merged[column] = value;
}

// The sums of team `lane`, for the first TEAMS lanes.
fn team_total(lane: u32, sums: vec4f) -> vec4f {
  if (TEAM == 1u) {
    return sums;
  }
  team_sums[lane] = sums;
  workgroupBarrier();
  var total = vec4f(0.0f);
  for (var i = 0u; i < TEAM && lane < TEAMS; i++) {
    total += team_sums[lane * TEAM + i];
  }
  // The next turn may write before a slow lane has read.
  workgroupBarrier();
  return total;
}

fn finish_context(lane: u32, token: u32, head: u32, part: u32) {
  workgroupBarrier();
  for (var first = part * TEAMS; first < OUT_HEAD_QUADS; first += PARTS * TEAMS) {
    // A team too many repeats the last four, and an output too many the one before.
    let tile = min(first + lane / TEAM, OUT_HEAD_QUADS - 1u);
    let first_weight = WEIGHTS_FROM + head * WEIGHTS_HEAD + tile * 4u * VALUE_QUADS;
    let outputs = min(4u, OUT_WIDTH - tile * 4u);
    // Neighbouring lanes take neighbouring quads of a row of weights.
    var sums = vec4f(0.0f);
    for (var column = lane % TEAM; column < VALUE_QUADS; column += TEAM) {
      let x = merged[column];
      for (var i = 0u; i < 4u; i++) { // unrolled
        sums[i] += dot(x, load_weight(first_weight + min(i, outputs - 1u) * VALUE_QUADS + column));
      }
    }
    var total = team_total(lane, sums);
    if (lane < TEAMS && first + lane < OUT_HEAD_QUADS) {
      for (var i = 0u; i < 4u; i++) {
        if ((first + lane) * 4u + i >= OUT_WIDTH) {
          total[i] = 0.0f;
        }
      }
      results[token * OUT_ROW_QUADS + head * OUT_HEAD_QUADS + first + lane] = total;
    }
  }
}
