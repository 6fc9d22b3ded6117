// part/encode_held.wgsl: gives groups of columns that lanes hold their scales, and writes their codes: as
// part/encode_group does, but no lane waits for another.
// For groups of 32 columns, a lane's, or of 64 or 128, which lanes hold together; HELD_QUADS is 8.
import package::part::encoding::{code_of, candidate_bits, chosen_bits, scale_of_codes};
import package::part::encoding::{is_number, store_scales};
import subgroups::{quad_swap_x, quad_swap_y};
import turn::{turn_held};
import stored::{put_word};
import store::{CANDIDATES, CODE_BITS};
import constants::{GROUP, GROUPS, QUADS, ROW_WORDS, HELD_QUADS};

// The groups whose scales share a word are a workgroup's: it takes them one after the other where each is of all lanes.
const TURNS = max(GROUP / 64u, 1u);
const QUADS_PER_WORD = 8u / CODE_BITS;

// The greatest of what the lanes of a group have.
fn greatest_of_group(lane: u32, value: f32) -> f32 {
  var greatest = value;
  if (GROUP > 32u) {
    greatest = max(greatest, quad_swap_x(lane, greatest));
  }
  if (GROUP > 64u) {
    greatest = max(greatest, quad_swap_y(lane, greatest));
  }
  return greatest;
}

fn codes_of(values: vec4f, scale: f32) -> vec4f {
  return vec4f(
    code_of(values.x, scale),
    code_of(values.y, scale),
    code_of(values.z, scale),
    code_of(values.w, scale)
  );
}

// The candidate that loses least of a lane's columns: formats that have a choice have groups of 32, a lane's.
fn best_candidate(extreme: f32, held: ptr<function, array<vec4f, HELD_QUADS>>) -> u32 {
  var best = 0u;
  var least = 0.0f;
  for (var candidate = 0u; candidate < CANDIDATES && CANDIDATES > 1u; candidate++) {
    let scale = unpack2x16float(candidate_bits(extreme, candidate)).x;
    var loss = 0.0f;
    for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
      let error = codes_of((*held)[i], scale) * scale - (*held)[i];
      let squares = error * error;
      loss = loss + squares.x + squares.y + squares.z + squares.w;
    }
    if (candidate == 0u || loss < least) {
      best = candidate;
      least = loss;
    }
  }
  return best;
}

// Spreads the columns of lanes, writes their codes, and returns the f16 bits of the scale. A lane past the row's end
// holds zeros. `first` is the lane's first quad. All lanes must call.
fn encode_held(
  lane: u32,
  row: u32,
  first: u32,
  held: ptr<function, array<vec4f, HELD_QUADS>>,
) -> u32 {
  var infinite = 0.0f;
  for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
    let of_quad = vec4<bool>(
      is_number((*held)[i].x),
      is_number((*held)[i].y),
      is_number((*held)[i].z),
      is_number((*held)[i].w)
    );
    infinite = select(1.0f, infinite, all(of_quad));
  }
  turn_held(lane, min(first, QUADS - HELD_QUADS), QUADS, held);
  var high = vec4f(0.0f);
  var low = vec4f(0.0f);
  for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
    high = max(high, (*held)[i]);
    low = max(low, -(*held)[i]);
  }
  let greatest = greatest_of_group(lane, max(max(high.x, high.y), max(high.z, high.w)));
  let lowest = greatest_of_group(lane, max(max(low.x, low.y), max(low.z, low.w)));
  let extreme = select(-lowest, greatest, greatest >= lowest);
  let is_finite = greatest_of_group(lane, infinite) == 0.0f;
  let bits = chosen_bits(extreme, best_candidate(extreme, held), is_finite);
  let scale = scale_of_codes(bits);
  // The last group's codes are followed by the row's padding.
  if (first / QUADS_PER_WORD < ROW_WORDS) {
    var word = 0u;
    for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
      let codes = vec4u(vec4i(codes_of((*held)[i], scale))) & vec4u((1u << CODE_BITS) - 1u);
      let places = vec4u(1u, 1u << CODE_BITS, 1u << (2u * CODE_BITS), 1u << (3u * CODE_BITS));
      let of_quad = dot(codes, places);
      word = select(of_quad, word | (of_quad << 16u), QUADS_PER_WORD == 2u && i % 2u == 1u);
      if (i % QUADS_PER_WORD == QUADS_PER_WORD - 1u) {
        put_word(row * ROW_WORDS + (first + i) / QUADS_PER_WORD, word);
      }
    }
  }
  return bits;
}

// Writes the scales of a workgroup's groups, a turn's each. `first` is a lane's first quad in its first turn; `rows`:
// how many rows the field has. All lanes must call.
fn store_held_scales(lane: u32, rows: u32, row: u32, first: u32, bits: vec2u) {
  var pair = bits;
  if (TURNS == 1u) {
    // As numbers, of which f32 has all: as bits they were subnormal, which devices may make zero.
    let own = f32(bits.x);
    pair.y = u32(select(quad_swap_y(lane, own), quad_swap_x(lane, own), GROUP == 32u));
  }
  let group = first * 4u / GROUP;
  if (lane % min(GROUP / 16u, 4u) == 0u && group < GROUPS) {
    store_scales(rows, row, group, pair);
  }
}
