// 5_attend_naive.wgsl: the text to begin with: an invocation for each query row walks all its keys, twice.
// softmax(q.k) v as it is written on paper: the greatest score first, so that no power overflows, then the values by
// their weights. Nothing is shared, so that heads of a group load the same keys again. No run takes this kernel: the
// others give its result with fewer loads.
// grid      [ceil(batch * new_tokens * query_heads / LANES)]
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys      [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// values    [batch, VALUE_HEADS, place/*, ...]     value/*     read
// result    finish/*: the context, or partial results for 6_merge    written
// bytes     each query row: its keys twice, itself beside each of them, and its values once
// paper     Attention Is All You Need (Vaswani et al. 2017, arXiv:1706.03762), equation 1
import package::part::step::{step};
import package::part::row_score::{score_of};
import value::{load_values};
import place::{row_of};
import mask::{visible_keys};
import span::{first_key, end_key, partial_index};
import finish::{store_sum, store_statistics};
import package::part::hidden::{HIDDEN};
import constants::{KV_HEADS, GROUP_SIZE, VALUE_HEADS, VALUE_QUADS, LANES};

@compute @workgroup_size(LANES)
fn attend_naive(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Which query row: those of a kv head follow each other, token by token and head by head of its group.
  let index = (workgroup.x + step.origin.x) * LANES + lane;
  let rows = step.new_tokens * GROUP_SIZE;
  if (index >= step.batch * KV_HEADS * rows) {
    return;
  }
  let row = index % rows;
  let sequence = index / rows / KV_HEADS;
  let kv_head = index / rows % KV_HEADS;
  let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
  let visible = visible_keys(sequence, row / GROUP_SIZE);
  let begin = max(visible.x, first_key(sequence));
  let end = min(visible.y, end_key());

  var greatest = HIDDEN;
  for (var key = begin; key < end; key++) {
    greatest = max(greatest, score_of(sequence, kv_head, row, key));
  }

  var total = 0.0f;
  var sums = array<vec4f, VALUE_QUADS>();
  for (var key = begin; key < end; key++) {
    let score = score_of(sequence, kv_head, row, key);
    let weight = select(0.0f, exp2(score - greatest), score > HIDDEN);
    let value = row_of(sequence, VALUE_HEADS, min(kv_head, VALUE_HEADS - 1u), key);
    total += weight;
    for (var quad = 0u; quad < VALUE_QUADS; quad++) {
      sums[quad] += weight * load_values(value, quad)[0];
    }
  }

  let token = sequence * step.new_tokens + row / GROUP_SIZE;
  for (var quad = 0u; quad < VALUE_QUADS; quad++) {
    store_sum(token, head, index, partial_index(), quad, sums[quad], total);
  }
  store_statistics(index, partial_index(), greatest, total);
}
