// 5_attend_scores.wgsl: the first of two products over a latent: up to 64 query rows times 64 keys, made into weights.
// Where many heads share a latent, decode is bound by arithmetic: this is a matrix product, tiled as one. A lane holds
// LANE_ROWS rows x 4 keys in registers, and what it stages next is on its way while it multiplies.
// grid          [ceil(new_tokens * GROUP_SIZE / (8 * LANE_ROWS)), slices of span/* * 4, batch * KV_HEADS]
// query         [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys          [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails     [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// tile_weights  [batch * KV_HEADS, query rows, splits, 4, 17]  f32  written: weights of 64 keys, (maximum, their sum)
// bytes         keys once per 64 query rows: ceil(heads / 64) times for one new token; 4.25 bytes a row and key written
// memory        4.1 + 4.6 KiB of q and k, 4.3 KiB of statistics = 13 KiB
// barriers      two for 16 columns, three for the softmax of the tile
// paper         FlashMLA (DeepSeek): decode over a latent that many heads share is a matrix product
import package::part::step::{step};
import package::part::slice::{Slice, slice_of};
import package::part::key_tails::{tail_run_of};
import package::part::whole_rows::{load_query_row, load_key_row};
import package::part::run::{Run};
import package::part::hidden::{HIDDEN};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import place::{run_of};
import span::{first_split};
import constants::{GROUP_SIZE, LANE_ROWS, SPLIT_KEYS, QUERY_QUADS, TAIL_QUADS, KEY_HEADS};

@group(0) @binding(2) var<storage, read_write> tile_weights: array<vec4f>;

const ROWS = 8u * LANE_ROWS;
const ROW_QUADS = QUERY_QUADS + TAIL_QUADS;
const SLICE_TILES = SPLIT_KEYS / 64u;
// From a quad to the next, and from a remainder of keys to the next: eight lanes store to eight banks of 16 bytes.
const QUERY_STRIDE = 66u;
const KEY_STRIDE = 74u;
const REMAINDER_STRIDE = 17u;

// Four quads of the rows at a time, [4][64]; keys with the same remainder by 4 stand side by side.
var<workgroup> q_tile: array<vec4f, 4u * QUERY_STRIDE>;
var<workgroup> k_tile: array<vec4f, 4u * KEY_STRIDE>;
// [64][16]: what each of 16 lanes found in its row, the greatest score and later the sum of weights.
var<workgroup> lane_parts: array<f32, 1024>;
var<workgroup> row_greatest: array<f32, 64>;

// One quad of rows `lane / 4` and `lane / 4 + 32`, of queries and then of keys. Absent rows stay 0, and nothing is
// loaded for them.
fn fetch(here: Slice, run: Run, tail_run: Run, lane: u32, chunk: u32) -> array<vec4f, 4> {
  var fetched = array<vec4f, 4>();
  let quad = chunk + lane % 4u;
  for (var i = 0u; i < 2u; i++) {
    let place = lane / 4u + 32u * i;
    if (quad < ROW_QUADS && place < ROWS && here.first_row + place <= here.last_row) {
      fetched[i] = load_query_row(here.sequence, here.kv_head, here.first_row + place, quad);
    }
    let key = here.slice_begin + place;
    if (quad < ROW_QUADS && key >= here.begin && key < here.end) {
      fetched[2u + i] = load_key_row(run, tail_run, key, quad);
    }
  }
  return fetched;
}

@compute @workgroup_size(128)
fn attend_scores(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let cut = slice_of(group.x, ROWS, group.y, 64u, group.z);
  let sequence = cut.sequence;
  let kv_head = cut.kv_head;
  let rows = cut.rows;
  let first_row = cut.first_row;
  let last_row = cut.last_row;
  let begin = cut.begin;
  let end = cut.end;
  let tile = first_split(SPLIT_KEYS) * SLICE_TILES + group.y;

  // 1. The product: a lane takes rows down * LANE_ROWS .. and keys across * 4 .. + 3.
  let across = lane % 16u;
  let down = lane / 16u;
  var dots = array<vec4f, LANE_ROWS>();
  if (begin < end) {
    let run = run_of(sequence, KEY_HEADS, min(kv_head, KEY_HEADS - 1u), begin, end - 1u);
    let tail_run = tail_run_of(sequence, kv_head, begin, end - 1u);
    var fetched = array<vec4f, 4>();
    for (var chunk = 0u; chunk < ROW_QUADS + 4u; chunk += 4u) {
      // What the turn before has fetched is staged, and multiplied while this one's is on its way.
      if (chunk > 0u) {
        workgroupBarrier();
        for (var i = 0u; i < 2u; i++) {
          let place = lane / 4u + 32u * i;
          q_tile[lane % 4u * QUERY_STRIDE + place] = fetched[i];
          let at = lane % 4u * KEY_STRIDE + place % 4u * REMAINDER_STRIDE + place / 4u;
          k_tile[at] = fetched[2u + i];
        }
        workgroupBarrier();
      }
      fetched = fetch(cut, run, tail_run, lane, chunk);
      for (var quad = 0u; quad < 4u && chunk > 0u; quad++) {
        let k0 = k_tile[quad * KEY_STRIDE + across];
        let k1 = k_tile[quad * KEY_STRIDE + across + REMAINDER_STRIDE];
        let k2 = k_tile[quad * KEY_STRIDE + across + 2u * REMAINDER_STRIDE];
        let k3 = k_tile[quad * KEY_STRIDE + across + 3u * REMAINDER_STRIDE];
        for (var i = 0u; i < LANE_ROWS; i++) { // unrolled
          let q = q_tile[quad * QUERY_STRIDE + down * LANE_ROWS + i];
          dots[i] += vec4f(dot(q, k0), dot(q, k1), dot(q, k2), dot(q, k3));
        }
      }
    }
  }

  // 2. The softmax of the tile; lanes 0 .. LANE_ROWS - 1 of sixteen each look after a row.
  let keys = cut.slice_begin + 4u * across + vec4u(0u, 1u, 2u, 3u);
  for (var i = 0u; i < LANE_ROWS; i++) { // unrolled
    let row = min(first_row + down * LANE_ROWS + i, last_row);
    let visible = visible_keys(sequence, row / GROUP_SIZE);
    let seen = (keys >= vec4u(visible.x)) & (keys < vec4u(min(visible.y, end)));
    let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
    let now = biased_scores(scaled_scores(dots[i]), sequence, head, row / GROUP_SIZE, keys);
    dots[i] = select(vec4f(HIDDEN), now, seen);
    let greatest = max(max(dots[i].x, dots[i].y), max(dots[i].z, dots[i].w));
    lane_parts[(down * LANE_ROWS + i) * 16u + across] = greatest;
  }
  workgroupBarrier();
  let own_row = down * LANE_ROWS + across;
  let looks_after = across < LANE_ROWS;
  var greatest = HIDDEN;
  if (looks_after) {
    for (var other = 0u; other < 16u; other++) {
      greatest = max(greatest, lane_parts[own_row * 16u + other]);
    }
    row_greatest[own_row] = greatest;
  }
  workgroupBarrier();
  for (var i = 0u; i < LANE_ROWS; i++) { // unrolled
    let place = down * LANE_ROWS + i;
    let seen = dots[i] > vec4f(HIDDEN);
    let weights = select(vec4f(0.0f), exp2(dots[i] - row_greatest[place]), seen);
    lane_parts[place * 16u + across] = dot(weights, vec4f(1.0f));
    // What nobody sees is not weighed either.
    if (first_row + place < rows && begin < end) {
      let at = (group.z * rows + first_row + place) * step.splits * SLICE_TILES + tile;
      tile_weights[at * 17u + across] = weights;
    }
  }
  workgroupBarrier();
  if (looks_after && first_row + own_row < rows) {
    var total = 0.0f;
    for (var other = 0u; other < 16u; other++) {
      total += lane_parts[own_row * 16u + other];
    }
    let at = (group.z * rows + first_row + own_row) * step.splits * SLICE_TILES + tile;
    tile_weights[at * 17u + 16u] = vec4f(greatest, total, 0.0f, 0.0f);
  }
}
