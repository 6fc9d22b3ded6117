// pack/f32.wgsl: store/f32 by words, for kernels that write fields of more than one format.
import stored::{put_word};

fn pack_quad(quad: u32, value: vec4f) {
  let words = bitcast<vec4u>(value);
  put_word(quad * 4u, words.x);
  put_word(quad * 4u + 1u, words.y);
  put_word(quad * 4u + 2u, words.z);
  put_word(quad * 4u + 3u, words.w);
}
