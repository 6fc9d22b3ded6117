// part/lane_sums.wgsl: the sums of weighted values that a lane of the register family keeps from block to block.
import constants::{ROWS, VALUE_BLOCKS, VALUE_BLOCK_QUADS};

// Adds what a block of keys gave in the columns of one sweep, to what was there before times `shrink` of its row.
fn keep_sums(
  sweep: u32,
  shrink: ptr<function, array<f32, ROWS>>,
  of_block: ptr<function, array<array<vec4f, VALUE_BLOCK_QUADS>, ROWS>>,
  sums: ptr<function, array<array<vec4f, VALUE_BLOCKS * VALUE_BLOCK_QUADS>, ROWS>>,
) {
  for (var r = 0u; r < ROWS; r++) { // unrolled
    for (var i = 0u; i < VALUE_BLOCK_QUADS; i++) { // unrolled
      let at = sweep * VALUE_BLOCK_QUADS + i;
      (*sums)[r][at] = (*sums)[r][at] * (*shrink)[r] + (*of_block)[r][i];
    }
  }
}
