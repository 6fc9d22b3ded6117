// key_tail/counting.wgsl: second key pieces in f32, every load counted.
import package::part::counters::{loads};
import constants::{TAIL_ROW_QUADS, TAIL_RUN};

@group(2) @binding(0) var<storage, read> key_tails: array<array<vec4f, TAIL_RUN>>;

// A run is TAIL_RUN neighbouring quads of a row; the rows of all sequences and heads are counted through.
fn load_key_tails(row: u32, run: u32) -> array<vec4f, TAIL_RUN> {
  atomicAdd(&loads[2], TAIL_RUN);
  return key_tails[row * (TAIL_ROW_QUADS / TAIL_RUN) + run];
}
