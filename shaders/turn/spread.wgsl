// turn/spread.wgsl: columns are mixed with each other, so that a few large ones do not take the range from the rest.
import package::part::hadamard::{transform};

// A width that is no power of two takes two turns that overlap. All lanes must call.
fn turn_span(lane: u32, first: u32, width: u32) {
  let size = 1u << firstLeadingBit(width);
  transform(lane, first, size, true);
  if (size < width) {
    transform(lane, first + width - size, size, true);
  }
}
