// part/encode_group.wgsl: gives a group of a row its scale, and writes its codes, as src/attention/quantize.ts does.
// memory  32 B, and part/hadamard's group
import package::part::encoding::{code_of, candidate_bits, chosen_bits, scale_of_codes};
import package::part::hadamard::{columns};
import package::part::turn_group::{turn_group};
import reduce::{workgroup_max};
import stored::{put_word};
import store::{CANDIDATES, CODE_BITS};
import constants::{GROUP, GROUPS, ROW_WORDS, LANES};

// What a candidate for the scale loses.
var<workgroup> losses: array<f32, CANDIDATES>;

const CODES_PER_WORD = 32u / CODE_BITS;

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
  let bits = chosen_bits(extreme, best, is_finite);
  let scale = scale_of_codes(bits);

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
