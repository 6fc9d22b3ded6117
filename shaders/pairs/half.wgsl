// pairs/half.wgsl: pair i is columns i and i + ROTARY_DIM / 2, turned in place (GPT-NeoX, Llama).
import constants::{ROTARY_DIM};

// The pair that makes an output column (.x), and whether the column is the pair's second (.y).
fn pair_of(column: u32) -> vec2u {
  return vec2u(column % (ROTARY_DIM / 2u), column / (ROTARY_DIM / 2u));
}

// The input columns of a pair.
fn columns_of(pair: u32) -> vec2u {
  return vec2u(pair, pair + ROTARY_DIM / 2u);
}
