// 5_attend_register.wgsl: a few query rows attend to a slice of the cache, queries and sums held by LANES lanes.
// deal/* says what a lane owns: a share of the columns of all rows, or whole rows, where lanes swap what they load.
// Either way a key and a value is loaded once for all rows, by one lane an element, and nothing is staged but scores.
// Wide queries are loaded anew for each block. With subgroups no lane waits.
// Loops are short and turn often: few columns a sweep, so that their text stays in a processor's cache of instructions.
// grid      [ceil(new_tokens * GROUP_SIZE / PACK_ROWS), slices of span/*, batch * KV_HEADS]
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys      [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// values    [batch, VALUE_HEADS, place/*, ...]     value/*     read
// result    finish/*: the context, or partial results for 6_merge_register    written
// bytes     keys and values once per PACK_ROWS query rows
// memory    what lanes/* needs for the scores of a block
// paper     online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867, algorithm 3
import package::part::step::{step};
import package::part::slice::{slice_of};
import package::part::hidden::{HIDDEN};
import package::part::held_queries::{hold_queries, hold_query_tails};
import package::part::lane_weights::{weigh_block};
import lane_scores::{score_block};
import lane_values::{add_block};
import deal::{LANES_SHARE_ROWS, PACK_ROWS, HELD_QUADS, HELD_TAILS, BLOCK_KEYS};
import deal::{row_of_lane, column_of_lane};
import span::{first_split};
import finish::{store_sum, store_statistics};
import lanes::{settle_scores, share_weights, sum_of_rows};
import constants::{GROUP_SIZE, ROWS, LANES, SLICE_KEYS, KEY_BLOCKS};
import constants::{VALUE_QUADS, VALUE_BLOCKS, VALUE_BLOCK_QUADS};

@compute @workgroup_size(LANES)
fn attend_register(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let cut = slice_of(group.x, PACK_ROWS, group.y, SLICE_KEYS, group.z);
  let sequence = cut.sequence;
  let kv_head = cut.kv_head;
  let rows = cut.rows;
  let first_row = cut.first_row;
  let last_row = cut.last_row;
  let begin = cut.begin;
  let end = cut.end;

  var q = array<array<vec4f, HELD_QUADS>, ROWS>();
  if (KEY_BLOCKS == 1u) {
    hold_queries(sequence, kv_head, lane, first_row, last_row, 0u, &q);
  }
  var q_tail = array<array<vec4f, HELD_TAILS>, ROWS>();
  hold_query_tails(sequence, kv_head, lane, first_row, last_row, &q_tail);
  var greatest = array<f32, ROWS>();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    greatest[r] = HIDDEN;
  }
  var sums = array<array<vec4f, VALUE_BLOCKS * VALUE_BLOCK_QUADS>, ROWS>();
  var total = array<f32, ROWS>();
  for (var block = begin; block < end; block += BLOCK_KEYS) {
    let block_end = min(block + BLOCK_KEYS, end);
    score_block(sequence, kv_head, lane, first_row, last_row, block, block_end - 1u, &q, &q_tail);
    settle_scores();
    var shrink = array<f32, ROWS>();
    weigh_block(
      sequence, kv_head, lane, first_row, last_row, block, block_end, &greatest, &total, &shrink
    );
    share_weights();
    add_block(sequence, kv_head, lane, block, block_end - 1u, &shrink, &sums);
  }
  if (LANES_SHARE_ROWS) {
    sum_of_rows(lane, &total);
  }

  for (var r = 0u; r < ROWS; r++) { // unrolled
    let row = first_row + row_of_lane(lane, r);
    if (row < rows) {
      let token = sequence * step.new_tokens + row / GROUP_SIZE;
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      let split = first_split(SLICE_KEYS) + group.y;
      for (var i = 0u; i < VALUE_BLOCKS * VALUE_BLOCK_QUADS; i++) {
        let column = column_of_lane(lane, i);
        if (column < VALUE_QUADS) {
          store_sum(token, head, group.z * rows + row, split, column, sums[r][i], total[r]);
        }
      }
      if (!LANES_SHARE_ROWS || lane == 0u) {
        store_statistics(group.z * rows + row, split, greatest[r], total[r]);
      }
    }
  }
}
