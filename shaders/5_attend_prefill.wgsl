// 5_attend_prefill.wgsl: many query rows attend at once, in tiles of 32 rows x 32 keys with an online softmax.
// Rows are (token, head of the group) pairs, so that a tile of keys serves all heads that share it.
// A lane adds up LANE_ROWS rows of every eighth column: 4, or 2 where values are wide, by twice as many lanes.
// grid      [ceil(new_tokens * GROUP_SIZE / 32), batch * KV_HEADS]
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys      [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// values    [batch, VALUE_HEADS, place/*, ...]     value/*     read
// result    finish/*: the context, or partial results for 6_merge    written
// bytes     the visible cache once per 32 query rows; tiles that no row sees are skipped
// memory    2 + 2 KiB of q and k, 4 KiB of p, 4 KiB of v, 2 KiB of statistics = 14 KiB
// paper     FlashAttention-2: Dao 2023, arXiv:2307.08691, algorithm 1
import package::part::step::{step};
import value::{load_values};
import package::part::key_tails::{tail_run_of};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import package::part::run::{row_in};
import package::part::whole_rows::{load_query_row, load_key_row};
import place::{run_of};
import span::{first_key, end_key, partial_index};
import finish::{store_sum, store_statistics};
import package::part::hidden::{HIDDEN};
import package::part::tile_softmax::{p_tile, softmax_tile, tile_total};
import constants::{KV_HEADS, GROUP_SIZE, QUERY_QUADS, TAIL_QUADS};
import constants::{KEY_HEADS, VALUE_HEADS, VALUE_QUADS, LANE_ROWS, LANES};

// Blocks of 8 quads of value columns; a lane holds one quad of each, for its rows.
const VALUE_BLOCKS = (VALUE_QUADS + 7u) / 8u;

// Four quads of the rows at a time, [32 rows][4 quads].
var<workgroup> q_tile: array<vec4f, 128>;
var<workgroup> k_tile: array<vec4f, 128>;
// [32 keys][8 quads]
var<workgroup> v_tile: array<vec4f, 256>;

@compute @workgroup_size(LANES)
fn attend_prefill(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let sequence = group.y / KV_HEADS;
  let kv_head = group.y % KV_HEADS;
  let rows = step.new_tokens * GROUP_SIZE;
  let first_row = group.x * 32u;
  let last_row = min(first_row + 32u, rows) - 1u;
  let begin = max(visible_keys(sequence, first_row / GROUP_SIZE).x, first_key(sequence));
  let end = min(visible_keys(sequence, last_row / GROUP_SIZE).y, end_key());
  let key_head = min(kv_head, KEY_HEADS - 1u);
  let value_head = min(kv_head, VALUE_HEADS - 1u);
  // A lane scores its rows from down * LANE_ROWS on against keys across, across + 8, + 16 and + 24 of a tile.
  let across = lane % 8u;
  let down = lane / 8u;

  var sums = array<vec4f, LANE_ROWS * VALUE_BLOCKS>();
  var greatest = array<f32, LANE_ROWS>();
  for (var i = 0u; i < LANE_ROWS; i++) {
    greatest[i] = HIDDEN;
  }
  var total = array<f32, LANE_ROWS>();
  for (var tile_key = begin; tile_key < end; tile_key += 32u) {
    let last_key = min(tile_key + 32u, end) - 1u;
    let run = run_of(sequence, KEY_HEADS, key_head, tile_key, last_key);
    let value_run = run_of(sequence, VALUE_HEADS, value_head, tile_key, last_key);
    let tail_run = tail_run_of(sequence, kv_head, tile_key, last_key);
    var dots = array<vec4f, LANE_ROWS>();
    for (var chunk = 0u; chunk < QUERY_QUADS + TAIL_QUADS; chunk += 4u) {
      for (var i = lane; i < 128u; i += LANES) {
        let quad = chunk + i % 4u;
        q_tile[i] = vec4f(0.0f);
        k_tile[i] = vec4f(0.0f);
        if (quad < QUERY_QUADS + TAIL_QUADS) {
          q_tile[i] = load_query_row(sequence, kv_head, min(first_row + i / 4u, last_row), quad);
          if (tile_key + i / 4u < end) {
            k_tile[i] = load_key_row(run, tail_run, tile_key + i / 4u, quad);
          }
        }
      }
      workgroupBarrier();
      for (var quad = 0u; quad < 4u; quad++) {
        let k0 = k_tile[across * 4u + quad];
        let k1 = k_tile[(across + 8u) * 4u + quad];
        let k2 = k_tile[(across + 16u) * 4u + quad];
        let k3 = k_tile[(across + 24u) * 4u + quad];
        for (var i = 0u; i < LANE_ROWS; i++) {
          let q = q_tile[(down * LANE_ROWS + i) * 4u + quad];
          dots[i] += vec4f(dot(q, k0), dot(q, k1), dot(q, k2), dot(q, k3));
        }
      }
      workgroupBarrier();
    }

    for (var i = 0u; i < LANE_ROWS; i++) {
      let row = min(first_row + down * LANE_ROWS + i, last_row);
      let visible = visible_keys(sequence, row / GROUP_SIZE);
      let keys = tile_key + across + vec4u(0u, 8u, 16u, 24u);
      let seen = (keys >= vec4u(visible.x)) & (keys < vec4u(min(visible.y, end)));
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      let now = biased_scores(scaled_scores(dots[i]), sequence, head, row / GROUP_SIZE, keys);
      dots[i] = select(vec4f(HIDDEN), now, seen);
    }
    let shrink = softmax_tile(across, down, dots, &greatest);
    for (var i = 0u; i < LANE_ROWS; i++) {
      total[i] *= shrink[i];
      for (var block = 0u; block < VALUE_BLOCKS; block++) {
        sums[i * VALUE_BLOCKS + block] *= shrink[i];
      }
    }

    for (var block = 0u; block < VALUE_BLOCKS; block++) {
      for (var i = lane; i < 256u; i += LANES) {
        let key = tile_key + i / 8u;
        let column = block * 8u + i % 8u;
        v_tile[i] = vec4f(0.0f);
        if (key < end && column < VALUE_QUADS) {
          v_tile[i] = load_values(row_in(value_run, key), column)[0];
        }
      }
      workgroupBarrier();
      for (var key = 0u; key < 32u; key++) {
        let value = v_tile[key * 8u + across];
        for (var i = 0u; i < LANE_ROWS; i++) {
          sums[i * VALUE_BLOCKS + block] += p_tile[(down * LANE_ROWS + i) * 32u + key] * value;
        }
      }
      for (var i = 0u; i < LANE_ROWS && block == 0u; i++) {
        total[i] += tile_total(down * LANE_ROWS + i);
      }
      workgroupBarrier();
    }
  }

  for (var i = 0u; i < LANE_ROWS; i++) {
    let row = first_row + down * LANE_ROWS + i;
    if (row < rows) {
      let token = sequence * step.new_tokens + row / GROUP_SIZE;
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      for (var block = 0u; block < VALUE_BLOCKS; block++) {
        let column = block * 8u + across;
        if (column < VALUE_QUADS) {
          let sum = sums[i * VALUE_BLOCKS + block];
          store_sum(token, head, group.y * rows + row, partial_index(), column, sum, total[i]);
        }
      }
      if (across == 0u) {
        store_statistics(group.y * rows + row, partial_index(), greatest[i], total[i]);
      }
    }
  }
}
