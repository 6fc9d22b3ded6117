// key_tail/none.wgsl: key rows are one piece.
import constants::{TAIL_RUN};

fn load_key_tails(row: u32, run: u32) -> array<vec4f, TAIL_RUN> {
  return array<vec4f, TAIL_RUN>();
}
