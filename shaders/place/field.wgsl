// place/field.wgsl: keys and values are cache fields.
import fields::{field_row, field_run};
import package::part::run::{Run};

fn row_of(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return field_row(sequence, heads, head, token);
}

// Neighbouring tokens, up to 64: see fields/*.
fn run_of(sequence: u32, heads: u32, head: u32, first: u32, last: u32) -> Run {
  return field_run(sequence, heads, head, first, last);
}
