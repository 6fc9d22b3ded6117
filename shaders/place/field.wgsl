// place/field.wgsl: keys and values are cache fields.
import fields::{field_row};

fn row_of(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return field_row(sequence, heads, head, token);
}
