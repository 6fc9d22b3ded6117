// part/row_score.wgsl: the score of one key for one query row, both read where they lie.
import package::part::query_rows::{load_query, load_query_tail};
import key::{load_keys};
import key_tail::{load_key_tails};
import place::{row_of};
import fields::{field_row};
import score::{scaled_scores};
import bias::{biased_scores};
import constants::{GROUP_SIZE, QUERY_QUADS, TAIL_QUADS, KEY_HEADS, TAIL_HEADS};

// q.k, scaled and masked, in base 2.
fn score_of(sequence: u32, kv_head: u32, row: u32, key: u32) -> f32 {
  let cached = row_of(sequence, KEY_HEADS, min(kv_head, KEY_HEADS - 1u), key);
  var sum = 0.0f;
  for (var quad = 0u; quad < QUERY_QUADS; quad++) {
    sum += dot(load_query(sequence, kv_head, row, quad), load_keys(cached, quad)[0]);
  }
  for (var quad = 0u; quad < TAIL_QUADS; quad++) {
    let tail = field_row(sequence, TAIL_HEADS, min(kv_head, TAIL_HEADS - 1u), key);
    sum += dot(load_query_tail(sequence, kv_head, row, quad), load_key_tails(tail, quad)[0]);
  }
  let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
  let scaled = scaled_scores(vec4f(sum));
  return biased_scores(scaled, sequence, head, row / GROUP_SIZE, vec4u(key)).x;
}
