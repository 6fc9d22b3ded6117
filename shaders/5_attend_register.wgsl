// 5_attend_register.wgsl: a few query rows attend to a slice of the cache, all in the registers of LANES lanes.
// A lane owns every LANES-th quad of columns: queries and sums stay where they are, and each key and value is loaded
// once for all rows, by one lane an element. Nothing is staged, and with subgroups no lane ever waits for another.
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
import package::part::key_tails::{tail_run_of, load_tail};
import value::{load_value};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import place::{run_of, row_in};
import span::{first_key, end_key, first_split};
import finish::{store_sum, store_statistics};
import lanes::{keep_scores, settle_scores, greatest_of_rows};
import lanes::{share_weights, weights_of, sum_of_rows};
import package::part::hidden::{HIDDEN};
import package::part::held_queries::{hold_queries};
import constants::{KV_HEADS, GROUP_SIZE, ROWS, LANES, SLICE_KEYS, QUERY_QUADS, TAIL_QUADS};
import constants::{KEY_HEADS, VALUE_HEADS, VALUE_QUADS};
import constants::{KEY_LANE_QUADS, TAIL_LANE_QUADS, VALUE_LANE_QUADS, VALUE_KEYS};

// Keys between two rescalings of the sums: four a lane.
const BLOCK_KEYS = 4u * LANES;

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

  var q = array<array<vec4f, KEY_LANE_QUADS>, ROWS>();
  var q_tail = array<array<vec4f, TAIL_LANE_QUADS + 1u>, ROWS>();
  hold_queries(sequence, kv_head, lane, first_row, last_row, &q, &q_tail);
  var visible = array<vec2u, ROWS>();
  var greatest = array<f32, ROWS>();
  for (var r = 0u; r < ROWS; r++) { // unrolled
    visible[r] = visible_keys(sequence, min(first_row + r, last_row) / GROUP_SIZE);
    greatest[r] = HIDDEN;
  }
  var sums = array<array<vec4f, VALUE_LANE_QUADS>, ROWS>();
  var total = array<f32, ROWS>();
  for (var block = begin; block < end; block += BLOCK_KEYS) {
    let last_key = min(block + BLOCK_KEYS, end) - 1u;
    let run = run_of(sequence, block, last_key);
    let tail_run = tail_run_of(sequence, block, last_key);
    // 1. A dot product a row and key, each lane over its own columns; then each lane has four keys to itself.
    var own = array<vec4f, ROWS>();
    for (var j = 0u; j < BLOCK_KEYS; j++) {
      // Past the end the last key stands in, and its score is hidden.
      let key = min(block + j, last_key);
      let key_row = row_in(run, KEY_HEADS, key_head, key);
      var parts = array<f32, ROWS>();
      for (var i = 0u; i < KEY_LANE_QUADS; i++) { // unrolled
        let k = load_key(key_row, min(i * LANES + lane, QUERY_QUADS - 1u));
        for (var r = 0u; r < ROWS; r++) { // unrolled
          parts[r] += dot(q[r][i], k);
        }
      }
      for (var i = 0u; i < TAIL_LANE_QUADS; i++) { // unrolled
        let tail = load_tail(tail_run, kv_head, key, min(i * LANES + lane, TAIL_QUADS - 1u));
        for (var r = 0u; r < ROWS; r++) { // unrolled
          parts[r] += dot(q_tail[r][i], tail);
        }
      }
      keep_scores(lane, j, &parts, &own);
    }
    settle_scores(lane, &own);

    // 2. Scores become weights; what was summed before shrinks where a row's greatest score has grown.
    let keys = block + lane + LANES * vec4u(0u, 1u, 2u, 3u);
    for (var r = 0u; r < ROWS; r++) { // unrolled
      let row = min(first_row + r, last_row);
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      let now = biased_scores(scaled_scores(own[r]), sequence, head, row / GROUP_SIZE, keys);
      let seen = (keys >= vec4u(visible[r].x)) & (keys < vec4u(min(visible[r].y, end)));
      own[r] = select(vec4f(HIDDEN), now, seen);
    }
    var top = array<f32, ROWS>();
    greatest_of_rows(lane, &own, &top);
    for (var r = 0u; r < ROWS; r++) { // unrolled
      let now = max(greatest[r], top[r]);
      let shrink = exp2(greatest[r] - now);
      greatest[r] = now;
      own[r] = select(vec4f(0.0f), exp2(own[r] - now), own[r] > vec4f(HIDDEN));
      total[r] = total[r] * shrink + dot(own[r], vec4f(1.0f));
      for (var i = 0u; i < VALUE_LANE_QUADS; i++) { // unrolled
        sums[r][i] *= shrink;
      }
    }
    share_weights(lane, &own);

    // 3. Weighted values, each lane its own columns.
    for (var j = 0u; j < BLOCK_KEYS; j += VALUE_KEYS) {
      var value_rows = array<u32, VALUE_KEYS>();
      var weights = array<array<f32, ROWS>, VALUE_KEYS>();
      for (var u = 0u; u < VALUE_KEYS; u++) { // unrolled
        let key = min(block + j + u, last_key);
        value_rows[u] = row_in(run, VALUE_HEADS, value_head, key);
        var of_key = array<f32, ROWS>();
        weights_of(lane, j + u, &own, &of_key);
        weights[u] = of_key;
      }
      for (var i = 0u; i < VALUE_LANE_QUADS; i++) { // unrolled
        var values = array<vec4f, VALUE_KEYS>();
        for (var u = 0u; u < VALUE_KEYS; u++) { // unrolled
          values[u] = load_value(value_rows[u], min(i * LANES + lane, VALUE_QUADS - 1u));
        }
        for (var r = 0u; r < ROWS; r++) { // unrolled
          var sum = weights[0][r] * values[0];
          for (var u = 1u; u < VALUE_KEYS; u++) { // unrolled
            sum += weights[u][r] * values[u];
          }
          sums[r][i] += sum;
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
      for (var i = 0u; i < VALUE_LANE_QUADS; i++) { // unrolled
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
