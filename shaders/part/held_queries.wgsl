// part/held_queries.wgsl: the query rows that a lane of the register family keeps: every LANES-th run of quads.
import package::part::query_rows::{load_query, load_query_tail};
import constants::{ROWS, LANES, QUERY_QUADS, TAIL_QUADS, KEY_RUN, KEY_BLOCK, TAIL_RUN, TAIL_BLOCK};

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
  q: ptr<function, array<array<vec4f, KEY_BLOCK * KEY_RUN>, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) {
    let row = min(first_row + r, last_row);
    for (var i = 0u; i < KEY_BLOCK * KEY_RUN; i++) {
      let quad = ((first + i / KEY_RUN) * LANES + lane) * KEY_RUN + i % KEY_RUN;
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
  q_tail: ptr<function, array<array<vec4f, TAIL_BLOCK * TAIL_RUN>, ROWS>>,
) {
  if (TAIL_QUADS == 0u) {
    return;
  }
  for (var r = 0u; r < ROWS; r++) {
    let row = min(first_row + r, last_row);
    for (var i = 0u; i < TAIL_BLOCK * TAIL_RUN; i++) {
      let quad = (i / TAIL_RUN * LANES + lane) * TAIL_RUN + i % TAIL_RUN;
      let held = load_query_tail(sequence, kv_head, row, min(quad, max(TAIL_QUADS, 1u) - 1u));
      (*q_tail)[r][i] = select(vec4f(0.0f), held, quad < TAIL_QUADS);
    }
  }
}
