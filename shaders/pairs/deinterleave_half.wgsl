// pairs/deinterleave_half.wgsl: pair i is read at 2i and 2i + 1 and written at i and i + ROTARY_DIM / 2
// (DeepSeek-V2 on Hugging Face): the scores of pairs/interleaved, another order in the cache.
import constants::{ROTARY_DIM};

// The pair that makes an output column (.x), and whether the column is the pair's second (.y).
fn pair_of(column: u32) -> vec2u {
  return vec2u(column % (ROTARY_DIM / 2u), column / (ROTARY_DIM / 2u));
}

// The input columns of a pair.
fn columns_of(pair: u32) -> vec2u {
  return vec2u(2u * pair, 2u * pair + 1u);
}
