// place/field.wgsl: keys and values are cache fields.
import fields::{field_row, field_run, field_row_in};

fn row_of(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return field_row(sequence, heads, head, token);
}

// Neighbouring tokens, up to 64: see fields/*.
fn run_of(sequence: u32, first: u32, last: u32) -> vec3u {
  return field_run(sequence, first, last);
}

fn row_in(run: vec3u, heads: u32, head: u32, token: u32) -> u32 {
  return field_row_in(run, heads, head, token);
}
