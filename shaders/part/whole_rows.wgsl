// part/whole_rows.wgsl: query and key rows of one piece or two, their quads counted through.
import package::part::run::{Run, row_in};
import package::part::query_rows::{load_query, load_query_tail};
import key::{load_keys};
import key_tail::{load_key_tails};
import constants::{QUERY_QUADS};

fn load_query_row(sequence: u32, kv_head: u32, row: u32, quad: u32) -> vec4f {
  if (quad < QUERY_QUADS) {
    return load_query(sequence, kv_head, row, quad);
  }
  return load_query_tail(sequence, kv_head, row, quad - QUERY_QUADS);
}

fn load_key_row(run: Run, tail_run: Run, key: u32, quad: u32) -> vec4f {
  if (quad < QUERY_QUADS) {
    return load_keys(row_in(run, key), quad)[0];
  }
  return load_key_tails(row_in(tail_run, key), quad - QUERY_QUADS)[0];
}
