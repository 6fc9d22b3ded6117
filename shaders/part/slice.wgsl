// part/slice.wgsl: the query rows and keys of a workgroup, in kernels that cut rows into packs and keys into slices.
import package::part::step::{step};
import mask::{visible_keys};
import span::{first_key, end_key};
import constants::{KV_HEADS, GROUP_SIZE};

struct Slice {
  sequence: u32,
  kv_head: u32,
  // Query rows of the kv head, (token, head of the group) pairs, and the first and last of the pack.
  rows: u32,
  first_row: u32,
  last_row: u32,
  // Where the slice begins, and the keys of it that some row of the pack sees, up to `end`: nothing else may be
  // loaded, since rows past a sequence's end may hold anything.
  slice_begin: u32,
  begin: u32,
  end: u32,
}

// `kv` counts sequences and their kv heads.
fn slice_of(pack: u32, pack_rows: u32, slice: u32, slice_keys: u32, kv: u32) -> Slice {
  let sequence = kv / KV_HEADS;
  let rows = step.new_tokens * GROUP_SIZE;
  let first_row = pack * pack_rows;
  let last_row = min(first_row + pack_rows, rows) - 1u;
  let slice_begin = first_key(sequence) + slice * slice_keys;
  // Added up like this, a slice may be as long as u32 counts.
  let slice_end = slice_begin + min(slice_keys, max(end_key(), slice_begin) - slice_begin);
  let begin = max(slice_begin, visible_keys(sequence, first_row / GROUP_SIZE).x);
  let end = min(slice_end, visible_keys(sequence, last_row / GROUP_SIZE).y);
  return Slice(sequence, kv % KV_HEADS, rows, first_row, last_row, slice_begin, begin, end);
}
