// pack/f16.wgsl: store/f16 by words, for kernels that write fields of more than one format.
import stored::{put_word};

fn pack_quad(quad: u32, value: vec4f) {
  put_word(quad * 2u, pack2x16float(value.xy));
  put_word(quad * 2u + 1u, pack2x16float(value.zw));
}
