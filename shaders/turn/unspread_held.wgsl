// turn/unspread_held.wgsl: undoes turn/spread_held.
import package::part::held_columns::{span_size, give_signs, mix_columns};
import constants::{HELD_QUADS};

// The quads from `first` on of a row of `quads`. All lanes must call.
fn turn_held(lane: u32, first: u32, quads: u32, held: ptr<function, array<vec4f, HELD_QUADS>>) {
  mix_columns(lane, span_size(first, quads), held);
  give_signs(first, held);
}
