// part/turn_group.wgsl: turns one group of a row, which is in `columns`: as a whole, or as two spans where the row's
// first PREFIX columns are also attended to by themselves and end within the group.
import turn::{turn_span};
import constants::{PREFIX};

// `first` is the group's first column. All lanes must call.
fn turn_group(lane: u32, first: u32, width: u32) {
  let cut = clamp(PREFIX, first, first + width) - first;
  if (cut > 0u && cut < width) {
    turn_span(lane, 0u, cut);
    turn_span(lane, cut, width - cut);
  } else {
    turn_span(lane, 0u, width);
  }
}
