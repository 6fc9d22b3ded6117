// 5_attend_register.wgsl: a few query rows attend to a slice of the cache, all in the registers of LANES lanes.
// A lane owns every LANES-th quad of columns: queries and sums stay where they are, and each key and value is loaded
// once for all rows, by one lane an element. Nothing is staged, and with subgroups no lane ever waits for another.
// Loops are short and turn often: few columns a pass, so that their text stays in a processor's cache of instructions.
// grid      [ceil(new_tokens * GROUP_SIZE / ROWS), slices of span/*, batch * KV_HEADS]
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys      [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// values    [batch, VALUE_HEADS, place/*, ...]     value/*     read
// result    finish/*: the context, or partial results for 6_merge    written
// bytes     keys and values once per ROWS query rows
// memory    none, or what lanes/* needs
// paper     online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867, algorithm 3
import package::part::step::{step};
import key::{load_key};
import package::part::key_tails::{tail_run_of};
import key_tail::{load_key_tail};
import value::{load_value};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import package::part::run::{row_in};
import place::{run_of};
import span::{first_key, end_key, first_split};
import finish::{store_sum, store_statistics};
import lanes::{keep_parts, leave_scores, settle_scores, score_of, hold_weight, held_weight};
import lanes::{greatest_of_rows};
import lanes::{share_weights, weights_of, sum_of_rows};
import package::part::hidden::{HIDDEN};
import package::part::held_queries::{hold_queries, hold_query_tails};
import constants::{KV_HEADS, GROUP_SIZE, ROWS, LANES, TURNS, SLICE_KEYS, QUERY_QUADS, TAIL_QUADS};
import constants::{KEY_HEADS, VALUE_HEADS, VALUE_QUADS};
import constants::{KEY_LANE_QUADS, TAIL_LANE_QUADS, VALUE_LANE_QUADS};
import constants::{KEY_BLOCK, KEY_BLOCKS, TAIL_BLOCKS, VALUE_BLOCK, VALUE_BLOCKS};

// Keys between two rescalings of the sums.
const BLOCK_KEYS = LANES * TURNS;

@compute @workgroup_size(LANES)
fn attend_register(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let sequence = group.z / KV_HEADS;
  let kv_head = group.z % KV_HEADS;
  let rows = step.new_tokens * GROUP_SIZE;
  let first_row = group.x * ROWS;
  let last_row = min(first_row + ROWS, rows) - 1u;
  let slice_begin = first_key(sequence) + group.y * SLICE_KEYS;
  let slice_end = select(end_key(), slice_begin + SLICE_KEYS, end_key() - slice_begin > SLICE_KEYS);
  let begin = max(slice_begin, visible_keys(sequence, first_row / GROUP_SIZE).x);
  let end = min(slice_end, visible_keys(sequence, last_row / GROUP_SIZE).y);
  let key_head = min(kv_head, KEY_HEADS - 1u);
  let value_head = min(kv_head, VALUE_HEADS - 1u);

  var q = array<array<vec4f, KEY_BLOCK>, ROWS>();
  if (KEY_BLOCKS == 1u) {
    hold_queries(sequence, kv_head, lane, first_row, last_row, 0u, &q);
  }
  var q_tail = array<array<vec4f, TAIL_LANE_QUADS + 1u>, ROWS>();
  hold_query_tails(sequence, kv_head, lane, first_row, last_row, &q_tail);
  var visible = array<vec2u, ROWS>();
  var greatest = array<f32, ROWS>();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    visible[r] = visible_keys(sequence, min(first_row + r, last_row) / GROUP_SIZE);
    greatest[r] = HIDDEN;
  }
  var sums = array<array<vec4f, VALUE_BLOCKS * VALUE_BLOCK>, ROWS>();
  var total = array<f32, ROWS>();
  for (var block = begin; block < end; block += BLOCK_KEYS) {
    let last_key = min(block + BLOCK_KEYS, end) - 1u;
    let turns = (last_key - block) / LANES + 1u;
    let run = run_of(sequence, KEY_HEADS, key_head, block, last_key);
    let tail_run = tail_run_of(sequence, kv_head, block, last_key);
    let value_run = run_of(sequence, VALUE_HEADS, value_head, block, last_key);
    // 1. A dot product a row and key, each lane over its own columns, then summed for the lane that the key belongs to.
    // Past the end the last key stands in, and its score is hidden.
    for (var b = 0u; b < KEY_BLOCKS; b++) {
      let first_quad = b * KEY_BLOCK * LANES + lane;
      if (KEY_BLOCKS > 1u) {
        hold_queries(sequence, kv_head, lane, first_row, last_row, b * KEY_BLOCK, &q);
      }
      for (var turn = 0u; turn < turns; turn++) {
        var own = array<f32, ROWS>();
        for (var j = 0u; j < LANES; j++) {
          let key = min(block + turn * LANES + j, last_key);
          let key_row = row_in(run, key);
          var parts = array<f32, ROWS>();
          for (var c = 0u; c < KEY_BLOCK; c++) { // unrolled
            let k = load_key(key_row, min(first_quad + c * LANES, QUERY_QUADS - 1u));
            for (var r = 0u; r < ROWS; r++) { // unrolled
              parts[r] += dot(q[r][c], k);
            }
          }
          keep_parts(lane, turn, j, b > 0u, &parts, &own);
        }
        leave_scores(lane, turn, b > 0u, &own);
      }
    }
    for (var b = 0u; b < TAIL_BLOCKS; b++) { // unrolled
      for (var turn = 0u; turn < turns; turn++) {
        var own = array<f32, ROWS>();
        for (var j = 0u; j < LANES; j++) {
          let key = min(block + turn * LANES + j, last_key);
          let tail_row = row_in(tail_run, key);
          var parts = array<f32, ROWS>();
          for (var i = 0u; i < TAIL_LANE_QUADS; i++) { // unrolled
            let tail = load_key_tail(tail_row, min(i * LANES + lane, TAIL_QUADS - 1u));
            for (var r = 0u; r < ROWS; r++) { // unrolled
              parts[r] += dot(q_tail[r][i], tail);
            }
          }
          keep_parts(lane, turn, j, true, &parts, &own);
        }
        leave_scores(lane, turn, true, &own);
      }
    }
    settle_scores();

    // 2. Scores become weights, each lane its own keys, four at a time; what was summed before shrinks where a row's
    // greatest score has grown.
    var top = array<f32, ROWS>();
    for (var r = 0u; r < ROWS; r++) { // unrolled
      top[r] = HIDDEN;
    }
    for (var turn = 0u; turn < turns; turn += 4u) {
      let keys = block + lane + LANES * (vec4u(turn) + vec4u(0u, 1u, 2u, 3u));
      for (var r = 0u; r < ROWS; r++) { // unrolled
        let row = min(first_row + r, last_row);
        let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
        let raw = vec4f(
          score_of(lane, turn, r),
          score_of(lane, turn + 1u, r),
          score_of(lane, turn + 2u, r),
          score_of(lane, turn + 3u, r)
        );
        let now = biased_scores(scaled_scores(raw), sequence, head, row / GROUP_SIZE, keys);
        let seen = (keys >= vec4u(visible[r].x)) & (keys < vec4u(min(visible[r].y, end)));
        let four = select(vec4f(HIDDEN), now, seen);
        top[r] = max(top[r], max(max(four.x, four.y), max(four.z, four.w)));
        for (var i = 0u; i < 4u; i++) { // unrolled
          hold_weight(lane, turn + i, r, four[i]);
        }
      }
    }
    greatest_of_rows(lane, &top);
    var shrink = array<f32, ROWS>();
    for (var r = 0u; r < ROWS; r++) { // unrolled
      let now = max(greatest[r], top[r]);
      shrink[r] = exp2(greatest[r] - now);
      greatest[r] = now;
      total[r] *= shrink[r];
    }
    for (var turn = 0u; turn < turns; turn++) {
      for (var r = 0u; r < ROWS; r++) { // unrolled
        let score = held_weight(lane, turn, r);
        let weight = select(0.0f, exp2(score - greatest[r]), score > HIDDEN);
        total[r] += weight;
        hold_weight(lane, turn, r, weight);
      }
    }
    share_weights();

    // 3. Weighted values, each lane its own columns: a turn of several keys, since a sum that lives on through a loop
    // costs at each turn.
    for (var b = 0u; b < VALUE_BLOCKS; b++) {
      let first_quad = b * VALUE_BLOCK * LANES + lane;
      var of_block = array<array<vec4f, VALUE_BLOCK>, ROWS>();
      for (var turn = 0u; turn < turns; turn++) {
        var value_rows = array<u32, 4>();
        for (var u = 0u; u < 4u; u++) { // unrolled
          value_rows[u] = row_in(value_run, min(block + turn * LANES + (lane ^ u), last_key));
        }
        var weights = array<vec4f, ROWS>();
        weights_of(lane, turn, &weights);
        for (var c = 0u; c < VALUE_BLOCK; c++) { // unrolled
          let column = min(first_quad + c * LANES, VALUE_QUADS - 1u);
          let values = mat4x4f(
            load_value(value_rows[0], column),
            load_value(value_rows[1], column),
            load_value(value_rows[2], column),
            load_value(value_rows[3], column)
          );
          for (var r = 0u; r < ROWS; r++) { // unrolled
            of_block[r][c] += values * weights[r];
          }
        }
      }
      for (var r = 0u; r < ROWS; r++) { // unrolled
        for (var c = 0u; c < VALUE_BLOCK; c++) { // unrolled
          let i = b * VALUE_BLOCK + c;
          sums[r][i] = sums[r][i] * shrink[r] + of_block[r][c];
        }
      }
    }
  }
  sum_of_rows(lane, &total);

  for (var r = 0u; r < ROWS; r++) { // unrolled
    let row = first_row + r;
    if (row < rows) {
      let token = sequence * step.new_tokens + row / GROUP_SIZE;
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      let split = first_split(SLICE_KEYS) + group.y;
      for (var i = 0u; i < VALUE_LANE_QUADS; i++) {
        let column = i * LANES + lane;
        if (column < VALUE_QUADS) {
          store_sum(token, head, group.z * rows + row, split, column, sums[r][i], total[r]);
        }
      }
      if (lane == 0u) {
        store_statistics(group.z * rows + row, split, greatest[r], total[r]);
      }
    }
  }
}
