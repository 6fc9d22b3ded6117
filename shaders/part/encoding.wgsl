// part/encoding.wgsl: what a group's scale may be, and what its codes are, as in src/attention/quantize.ts.
import stored::{put_word};
import store::{CODE_BITS, FIRST_SIXTEENTHS};
import constants::{ROW_WORDS, SCALE_WORDS};

// What is stored is two planes: codes [rows, ROW_WORDS], then scales [rows, SCALE_WORDS], two f16 to a word.

const LEAST = -f32(1u << (CODE_BITS - 1u));
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

// The f16 bits of a group's scale: a NaN where the group cannot be stored, whose codes are then zero.
fn chosen_bits(extreme: f32, candidate: u32, is_finite: bool) -> u32 {
  if (!is_finite || abs(extreme) > LARGEST_HALF * -LEAST) {
    return 0x7e00u;
  }
  return select(candidate_bits(extreme, candidate), 0u, extreme == 0.0f);
}

fn scale_of_codes(bits: u32) -> f32 {
  return select(unpack2x16float(bits).x, 0.0f, bits == 0x7e00u);
}

// Whether a value is no NaN and no infinity; comparisons may be taken to know neither.
fn is_number(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

// Writes the scales of two neighbouring groups, of which the first is even. `rows`: how many rows the field has.
fn store_scales(rows: u32, row: u32, group: u32, bits: vec2u) {
  put_word(rows * ROW_WORDS + row * SCALE_WORDS + group / 2u, bits.x | (bits.y << 16u));
}
