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
import key::{load_keys};
import package::part::key_tails::{tail_run_of};
import key_tail::{load_key_tails};
import value::{load_values};
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
import constants::{KV_HEADS, GROUP_SIZE, ROWS, LANES, TURNS, SLICE_KEYS};
import constants::{KEY_HEADS, KEY_RUN, KEY_RUNS, KEY_BLOCK, KEY_BLOCKS};
import constants::{TAIL_RUN, TAIL_RUNS, TAIL_BLOCK, TAIL_BLOCKS};
import constants::{VALUE_HEADS, VALUE_QUADS, VALUE_RUN, VALUE_RUNS};
import constants::{VALUE_BLOCK, VALUE_BLOCKS, VALUE_BLOCK_QUADS};

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

  var q = array<array<vec4f, KEY_BLOCK * KEY_RUN>, ROWS>();
  if (KEY_BLOCKS == 1u) {
    hold_queries(sequence, kv_head, lane, first_row, last_row, 0u, &q);
  }
  var q_tail = array<array<vec4f, TAIL_BLOCK * TAIL_RUN>, ROWS>();
  hold_query_tails(sequence, kv_head, lane, first_row, last_row, &q_tail);
  var visible = array<vec2u, ROWS>();
  var greatest = array<f32, ROWS>();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    visible[r] = visible_keys(sequence, min(first_row + r, last_row) / GROUP_SIZE);
    greatest[r] = HIDDEN;
  }
  var sums = array<array<vec4f, VALUE_BLOCKS * VALUE_BLOCK_QUADS>, ROWS>();
  var total = array<f32, ROWS>();
  for (var block = begin; block < end; block += BLOCK_KEYS) {
    let last_key = min(block + BLOCK_KEYS, end) - 1u;
    let turns = (last_key - block) / LANES + 1u;
    let run = run_of(sequence, KEY_HEADS, key_head, block, last_key);
    let tail_run = tail_run_of(sequence, kv_head, block, last_key);
    let run_of_values = run_of(sequence, VALUE_HEADS, value_head, block, last_key);
    // 1. A dot product a row and key, each lane over its own columns, then summed for the lane that the key belongs to.
    // Past the end the last key stands in, and its score is hidden.
    for (var b = 0u; b < KEY_BLOCKS; b++) {
      let first_run = b * KEY_BLOCK * LANES + lane;
      if (KEY_BLOCKS > 1u) {
        hold_queries(sequence, kv_head, lane, first_row, last_row, b * KEY_BLOCK, &q);
      }
      for (var turn = 0u; turn < turns; turn++) {
        var own = array<f32, ROWS>();
        for (var j = 0u; j < LANES; j++) {
          let key_row = row_in(run, min(block + turn * LANES + j, last_key));
          var parts = array<f32, ROWS>();
          for (var c = 0u; c < KEY_BLOCK; c++) { // unrolled
            let k = load_keys(key_row, min(first_run + c * LANES, KEY_RUNS - 1u));
            for (var r = 0u; r < ROWS; r++) { // unrolled
              for (var u = 0u; u < KEY_RUN; u++) { // unrolled
                parts[r] += dot(q[r][c * KEY_RUN + u], k[u]);
              }
            }
          }
          keep_parts(lane, turn, j, b > 0u, &parts, &own);
        }
        leave_scores(lane, turn, b > 0u, &own);
      }
    }
    for (var turn = 0u; turn < turns * TAIL_BLOCKS; turn++) {
      var own = array<f32, ROWS>();
      for (var j = 0u; j < LANES; j++) {
        let tail_row = row_in(tail_run, min(block + turn * LANES + j, last_key));
        var parts = array<f32, ROWS>();
        for (var c = 0u; c < TAIL_BLOCK; c++) { // unrolled
          let k = load_key_tails(tail_row, min(c * LANES + lane, TAIL_RUNS - 1u));
          for (var r = 0u; r < ROWS; r++) { // unrolled
            for (var u = 0u; u < TAIL_RUN; u++) { // unrolled
              parts[r] += dot(q_tail[r][c * TAIL_RUN + u], k[u]);
            }
          }
        }
        keep_parts(lane, turn, j, true, &parts, &own);
      }
      leave_scores(lane, turn, true, &own);
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
      var of_block = array<array<vec4f, VALUE_BLOCK_QUADS>, ROWS>();
      for (var turn = 0u; turn < turns; turn++) {
        // The lane's own key of the turn, then those of the lanes beside it.
        let keys = min(vec4u(block + turn * LANES) + (vec4u(lane) ^ vec4u(0u, 1u, 2u, 3u)), vec4u(last_key));
        var weights = array<vec4f, ROWS>();
        weights_of(lane, turn, &weights);
        for (var c = 0u; c < VALUE_BLOCK; c++) { // unrolled
          let value_run = min((b * VALUE_BLOCK + c) * LANES + lane, VALUE_RUNS - 1u);
          let v0 = load_values(row_in(run_of_values, keys.x), value_run);
          let v1 = load_values(row_in(run_of_values, keys.y), value_run);
          let v2 = load_values(row_in(run_of_values, keys.z), value_run);
          let v3 = load_values(row_in(run_of_values, keys.w), value_run);
          for (var u = 0u; u < VALUE_RUN; u++) { // unrolled
            let values = mat4x4f(v0[u], v1[u], v2[u], v3[u]);
            for (var r = 0u; r < ROWS; r++) { // unrolled
              of_block[r][c * VALUE_RUN + u] += values * weights[r];
            }
          }
        }
      }
      for (var r = 0u; r < ROWS; r++) { // unrolled
        for (var i = 0u; i < VALUE_BLOCK_QUADS; i++) { // unrolled
          let at = b * VALUE_BLOCK_QUADS + i;
          sums[r][at] = sums[r][at] * shrink[r] + of_block[r][i];
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
      for (var i = 0u; i < VALUE_BLOCKS * VALUE_BLOCK_QUADS; i++) {
        let column = (i / VALUE_RUN * LANES + lane) * VALUE_RUN + i % VALUE_RUN;
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
