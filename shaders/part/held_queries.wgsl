// part/held_queries.wgsl: what a lane of the register family keeps of query rows, as deal/* deals it.
import package::part::query_rows::{load_query, load_query_tail};
import deal::{HELD_QUADS, HELD_TAILS, row_of_lane, held_quad};
import constants::{ROWS, QUERY_QUADS, TAIL_QUADS, KEY_RUN, TAIL_RUN};

// Columns past the end of a row are 0, and what a lane loads of keys in their stead does not count.
// These loops are left to run: compilers then keep queries in memory, and take a fraction of the time.

// The lane's runs from `first` on.
fn hold_queries(
  sequence: u32,
  kv_head: u32,
  lane: u32,
  first_row: u32,
  last_row: u32,
  first: u32,
  q: ptr<function, array<array<vec4f, HELD_QUADS>, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) {
    let row = min(first_row + row_of_lane(lane, r), last_row);
    for (var i = 0u; i < HELD_QUADS; i++) {
      let quad = held_quad(lane, i, first, KEY_RUN);
      let held = load_query(sequence, kv_head, row, min(quad, QUERY_QUADS - 1u));
      (*q)[r][i] = select(vec4f(0.0f), held, quad < QUERY_QUADS);
    }
  }
}

fn hold_query_tails(
  sequence: u32,
  kv_head: u32,
  lane: u32,
  first_row: u32,
  last_row: u32,
  q_tail: ptr<function, array<array<vec4f, HELD_TAILS>, ROWS>>,
) {
  if (TAIL_QUADS == 0u) {
    return;
  }
  for (var r = 0u; r < ROWS; r++) {
    let row = min(first_row + row_of_lane(lane, r), last_row);
    for (var i = 0u; i < HELD_TAILS; i++) {
      let quad = held_quad(lane, i, 0u, TAIL_RUN);
      let held = load_query_tail(sequence, kv_head, row, min(quad, max(TAIL_QUADS, 1u) - 1u));
      (*q_tail)[r][i] = select(vec4f(0.0f), held, quad < TAIL_QUADS);
    }
  }
}
