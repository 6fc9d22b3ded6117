// part/key_tails.wgsl: the second piece of a key row, where there is one: always a cache field.
import fields::{field_run, field_row_in};
import key_tail::{load_key_tail};
import constants::{TAIL_HEADS, TAIL_QUADS};

// What finds the tails of up to 64 neighbouring tokens.
fn tail_run_of(sequence: u32, first: u32, last: u32) -> vec3u {
  if (TAIL_QUADS == 0u) {
    return vec3u(0u);
  }
  return field_run(sequence, first, last);
}

// Four columns of a token's tail.
fn load_tail(run: vec3u, kv_head: u32, token: u32, quad: u32) -> vec4f {
  return load_key_tail(field_row_in(run, TAIL_HEADS, min(kv_head, TAIL_HEADS - 1u), token), quad);
}
