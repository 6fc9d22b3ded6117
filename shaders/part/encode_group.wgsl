// part/encode_group.wgsl: gives a group of a row its scale, and writes its codes, as src/attention/quantize.ts does.
// memory  32 B, and part/hadamard's group
import package::part::hadamard::{columns};
import package::part::turn_group::{turn_group};
import reduce::{workgroup_max};
import stored::{put_word};
import store::{CANDIDATES, CODE_BITS, FIRST_SIXTEENTHS};
import constants::{GROUP, GROUPS, ROW_WORDS, SCALE_WORDS, LANES};

// What is stored is two planes: codes [rows, ROW_WORDS], then scales [rows, SCALE_WORDS], two f16 to a word.

// What a candidate for the scale loses.
var<workgroup> losses: array<f32, CANDIDATES>;

const LEAST = -f32(1u << (CODE_BITS - 1u));
const CODES_PER_WORD = 32u / CODE_BITS;
const LARGEST_HALF = 65504.0f;

fn code_of(value: f32, scale: f32) -> f32 {
  if (scale == 0.0f) {
    return 0.0f;
  }
  return clamp(round(value / scale), LEAST, -LEAST - 1.0f);
}

// The f16 bits of a candidate.
fn candidate_bits(extreme: f32, candidate: u32) -> u32 {
  let wanted = extreme * (f32(FIRST_SIXTEENTHS - candidate) * (0.0625f / LEAST));
  return pack2x16float(vec2f(clamp(wanted, -LARGEST_HALF, LARGEST_HALF), 0.0f)) & 0xffffu;
}

fn candidate_loss(extreme: f32, candidate: u32, width: u32) -> f32 {
  let scale = unpack2x16float(candidate_bits(extreme, candidate)).x;
  var loss = 0.0f;
  for (var i = 0u; i < width; i++) {
    let error = code_of(columns[i], scale) * scale - columns[i];
    loss += error * error;
  }
  return loss;
}

// Encodes `columns`, the group whose first column is `first`, into the codes' plane, and returns the f16 bits of its
// scale. `finite`: whether this lane saw no infinity and no NaN. All lanes must call, with the columns written.
fn encode_group(lane: u32, row: u32, first: u32, width: u32, finite: bool) -> u32 {
  let is_finite = workgroup_max(lane, select(1.0f, 0.0f, finite)) == 0.0f;
  turn_group(lane, first, width);
  var greatest = 0.0f;
  var lowest = 0.0f;
  for (var i = lane; i < width; i += LANES) {
    greatest = max(greatest, columns[i]);
    lowest = max(lowest, -columns[i]);
  }
  greatest = workgroup_max(lane, greatest);
  lowest = workgroup_max(lane, lowest);
  let extreme = select(-lowest, greatest, greatest >= lowest);

  var best = 0u;
  if (CANDIDATES > 1u) {
    for (var i = lane; i < CANDIDATES; i += LANES) {
      losses[i] = candidate_loss(extreme, i, width);
    }
    workgroupBarrier();
    for (var i = 1u; i < CANDIDATES; i++) {
      if (losses[i] < losses[best]) {
        best = i;
      }
    }
  }
  var bits = select(candidate_bits(extreme, best), 0u, extreme == 0.0f);
  var scale = unpack2x16float(bits).x;
  if (!is_finite || abs(extreme) > LARGEST_HALF * -LEAST) {
    // A NaN, and codes of zero.
    bits = 0x7e00u;
    scale = 0.0f;
  }

  // The last group's codes are followed by the row's padding.
  let first_word = first / CODES_PER_WORD;
  let next = first + GROUP;
  let is_last = next == GROUP * GROUPS;
  let end_word = select(next / CODES_PER_WORD, ROW_WORDS, is_last);
  for (var word = first_word + lane; word < end_word; word += LANES) {
    var packed = 0u;
    for (var i = 0u; i < CODES_PER_WORD; i++) {
      let column = word * CODES_PER_WORD + i - first;
      if (column < width) {
        let code = u32(i32(code_of(columns[column], scale)));
        packed |= (code & ((1u << CODE_BITS) - 1u)) << (i * CODE_BITS);
      }
    }
    put_word(row * ROW_WORDS + word, packed);
  }
  // The next group is written to the same columns.
  workgroupBarrier();
  return bits;
}

// Whether a value is no NaN and no infinity; comparisons may be taken to know neither.
fn is_number(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

// Writes the scales of two neighbouring groups, of which the first is even. `rows`: how many rows the field has.
fn store_scales(rows: u32, row: u32, group: u32, bits: vec2u) {
  put_word(rows * ROW_WORDS + row * SCALE_WORDS + group / 2u, bits.x | (bits.y << 16u));
}
