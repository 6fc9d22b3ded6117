// part/ready_row.wgsl: chains: what happens to one tensor's rows until attention reads them.
// inputs  rows of all chains, regions of one buffer                                f32  read
// gains   norm weights, regions of one buffer                                      f32  read where a chain has a norm
// turns   [positions, ROTARY_DIM / 2] of (cos, sin), made in float64 on the CPU    f32  read where a chain turns
import package::part::step::{step, sequence_at};
import fields::{field_row};
import into::{put_result};
import pack::{pack_quad};
import pairs::{pair_of, columns_of};
import reduce::{workgroup_sum};
import stored::{choose_field};
import constants::{CHAINS, CHAIN_COUNT, ROTARY_DIM, LANES};

@group(2) @binding(0) var<storage, read> inputs: array<f32>;
@group(2) @binding(1) var<storage, read> gains: array<f32>;
@group(2) @binding(2) var<storage, read> turns: array<vec2f>;

// What CHAINS has in words.
struct Chain {
  // Its first workgroup, and how many work on a head.
  first_group: u32,
  head_groups: u32,
  heads: u32,
  // Where its rows lie among the inputs, in elements; in_head is 0 where all heads share one.
  in_from: u32,
  in_row: u32,
  in_head: u32,
  width: u32,
  // Where its gains begin; NONE without a norm.
  gains_from: u32,
  epsilon: f32,
  // The first column that turns; NONE if no column does.
  rotary_from: u32,
  // RESULT, or which field.
  to: u32,
  // Results in quads, for rows of a tensor; quads of a row, for both.
  out_from: u32,
  out_row: u32,
  out_quads: u32,
}

const NONE = 0x7fffffffu;
const RESULT = 2u;

// One head of one row.
struct Place {
  head: u32,
  row: u32,
  first_in: u32,
  position: u32,
  // What its columns are multiplied by, besides gains.
  scale: f32,
}

fn chain_of(group: u32) -> Chain {
  var found = 0u;
  for (var i = 1u; i < CHAIN_COUNT; i++) {
    if (group >= CHAINS[i][0]) {
      found = i;
    }
  }
  let words = CHAINS[found];
  return Chain(
    words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7],
    bitcast<f32>(words[8]), words[9], words[10], words[11], words[12], words[13]
  );
}

// Zhang & Sennrich 2019, arXiv:1910.07467, equation 4. All lanes must call.
fn place_of(lane: u32, group: vec3u, chain: Chain) -> Place {
  let head = (group.x - chain.first_group) / chain.head_groups;
  let row = group.y;
  let first_in = chain.in_from + row * chain.in_row + head * chain.in_head;
  let position = sequence_at(row / step.new_tokens).start + row % step.new_tokens;
  choose_field(chain.to);
  var scale = 1.0f;
  if (chain.gains_from != NONE) {
    var squares = 0.0f;
    for (var i = lane; i < chain.width; i += LANES) {
      let x = inputs[first_in + i];
      squares += x * x;
    }
    let mean = workgroup_sum(lane, vec4f(squares, 0.0f, 0.0f, 0.0f)).x / f32(chain.width);
    scale = inverseSqrt(mean + chain.epsilon);
  }
  return Place(head, row, first_in, position, scale);
}

fn normed(chain: Chain, place: Place, column: u32) -> f32 {
  let x = inputs[place.first_in + column];
  if (chain.gains_from == NONE) {
    return x;
  }
  return x * place.scale * gains[chain.gains_from + column];
}

// A column after norm and rotation. Su et al. 2021, arXiv:2104.09864, equation 34.
fn ready_column(chain: Chain, place: Place, column: u32) -> f32 {
  if (column >= chain.width) {
    return 0.0f;
  }
  let turned = column - chain.rotary_from;
  if (column < chain.rotary_from || turned >= ROTARY_DIM) {
    return normed(chain, place, column);
  }
  let pair = pair_of(turned);
  let turn = turns[place.position * (ROTARY_DIM / 2u) + pair.x];
  let from_columns = columns_of(pair.x) + chain.rotary_from;
  let a = normed(chain, place, from_columns.x);
  let b = normed(chain, place, from_columns.y);
  return select(a * turn.x - b * turn.y, b * turn.x + a * turn.y, pair.y == 1u);
}

// In which row of its field a row is kept.
fn kept_row(chain: Chain, place: Place) -> u32 {
  return field_row(place.row / step.new_tokens, chain.heads, place.head, place.position);
}

// Writes the row to where it is read next, if that has no scales.
fn write_row(lane: u32, chain: Chain, place: Place) {
  for (var quad = lane; quad < chain.out_quads; quad += LANES) {
    var value = vec4f(0.0f);
    for (var i = 0u; i < 4u; i++) {
      value[i] = ready_column(chain, place, quad * 4u + i);
    }
    if (chain.to == RESULT) {
      let first_out = chain.out_from + place.row * chain.out_row + place.head * chain.out_quads;
      put_result(first_out + quad, value);
    } else {
      pack_quad(kept_row(chain, place) * chain.out_quads + quad, value);
    }
  }
}
