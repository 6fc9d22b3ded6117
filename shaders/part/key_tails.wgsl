// part/key_tails.wgsl: the second piece of a key row, where there is one: always a cache field.
import package::part::run::{Run, even_run};
import fields::{field_run};
import constants::{TAIL_HEADS, TAIL_QUADS};

// Where the tails of up to 64 neighbouring tokens stand.
fn tail_run_of(sequence: u32, kv_head: u32, first: u32, last: u32) -> Run {
  if (TAIL_QUADS == 0u) {
    return even_run(0u);
  }
  return field_run(sequence, TAIL_HEADS, min(kv_head, TAIL_HEADS - 1u), first, last);
}
