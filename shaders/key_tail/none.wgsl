// key_tail/none.wgsl: key rows are one piece.

fn load_key_tail(row: u32, quad: u32) -> vec4f {
  return vec4f(0.0f);
}
