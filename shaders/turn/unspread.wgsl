// turn/unspread.wgsl: undoes turn/spread.
import package::part::hadamard::{transform};

// All lanes must call.
fn turn_span(lane: u32, first: u32, width: u32) {
  let size = 1u << firstLeadingBit(width);
  if (size < width) {
    transform(lane, first + width - size, size, false);
  }
  transform(lane, first, size, false);
}
