// pairs/interleaved.wgsl: pair i is columns 2i and 2i + 1, turned in place (GPT-J, DeepSeek-V3).

// The pair that makes an output column (.x), and whether the column is the pair's second (.y).
fn pair_of(column: u32) -> vec2u {
  return vec2u(column / 2u, column % 2u);
}

// The input columns of a pair.
fn columns_of(pair: u32) -> vec2u {
  return vec2u(2u * pair, 2u * pair + 1u);
}
