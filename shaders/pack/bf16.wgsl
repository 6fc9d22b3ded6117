// pack/bf16.wgsl: store/bf16 by words, for kernels that write fields of more than one format.
import package::part::brain::{pack_brain};
import stored::{put_word};

fn pack_quad(quad: u32, value: vec4f) {
  let words = pack_brain(value);
  put_word(quad * 2u, words.x);
  put_word(quad * 2u + 1u, words.y);
}
