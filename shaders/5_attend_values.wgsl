// 5_attend_values.wgsl: the second of two products over a latent: up to 64 rows of weights times 128 columns of values.
// A lane holds LANE_ROWS rows x 2 quads of columns in registers. The weights of a tile of 64 keys are relative to the
// tile's own maximum (5_attend_scores), and are scaled to their slice's as they are staged.
// grid          [ceil(new_tokens * GROUP_SIZE / (8 * LANE_ROWS)) * COLUMN_BLOCKS, slices of span/*, batch * KV_HEADS]
// values        [batch, VALUE_HEADS, place/*, ...]     value/*     read
// tile_weights  [batch * KV_HEADS, query rows, splits, 4, 17]  f32  read: weights of 64 keys, (maximum, their sum)
// result        finish/*: partial results for 6_merge             written
// bytes         values once per 64 query rows: ceil(heads / 64) times for one new token; weights once per 128 columns
// memory        2.1 KiB of weights and 4 KiB of values = 6.1 KiB
// barriers      two for 8 keys
// paper         FlashMLA (DeepSeek): decode over a latent that many heads share is a matrix product
import package::part::step::{step};
import package::part::slice::{slice_of};
import package::part::run::{Run, row_in};
import package::part::hidden::{HIDDEN};
import value::{load_values};
import place::{run_of};
import span::{first_split};
import finish::{store_sum, store_statistics};
import constants::{GROUP_SIZE, LANE_ROWS, SPLIT_KEYS, VALUE_HEADS, VALUE_QUADS};

@group(0) @binding(0) var<storage, read> tile_weights: array<vec4f>;

const ROWS = 8u * LANE_ROWS;
// Blocks of 32 quads of columns, a workgroup each.
const COLUMN_BLOCKS = (VALUE_QUADS + 31u) / 32u;
const SLICE_TILES = SPLIT_KEYS / 64u;
// From one quad of keys to the next: four more than 64, so that eight lanes store to eight banks of 16 bytes.
const QUAD_STRIDE = 68u;

// [2 quads of keys][64 rows]
var<workgroup> p_tile: array<vec4f, 2u * QUAD_STRIDE>;
// [8 keys][32 quads]
var<workgroup> v_tile: array<vec4f, 256>;

fn fetch_weights(works: bool, at: u32) -> vec4f {
  if (works) {
    return tile_weights[at];
  }
  return vec4f(0.0f);
}

// One quad of the values of `key` and `key + 4`; nothing is loaded outside the keys `first` to `last`.
fn fetch_values(run: Run, first: u32, last: u32, key: u32, column: u32) -> array<vec4f, 2> {
  var fetched = array<vec4f, 2>();
  for (var i = 0u; i < 2u; i++) {
    let here = key + 4u * i;
    if (here >= first && here <= last && column < VALUE_QUADS) {
      fetched[i] = load_values(row_in(run, here), column)[0];
    }
  }
  return fetched;
}

@compute @workgroup_size(128)
fn attend_values(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let cut = slice_of(group.x / COLUMN_BLOCKS, ROWS, group.y, SPLIT_KEYS, group.z);
  let sequence = cut.sequence;
  let kv_head = cut.kv_head;
  let rows = cut.rows;
  let first_row = cut.first_row;
  let begin = cut.begin;
  let end = cut.end;
  let slice_begin = cut.slice_begin;
  let first_column = group.x % COLUMN_BLOCKS * 32u;
  let split = first_split(SPLIT_KEYS) + group.y;
  let value_head = min(kv_head, VALUE_HEADS - 1u);

  // 1. The slice's maximum and weight, for the row whose weights the lane stages: every second quad of its keys.
  let staged_row = first_row + lane / 2u;
  let stages = lane / 2u < ROWS && staged_row < rows;
  let first_tile = ((group.z * rows + staged_row) * step.splits + split) * SLICE_TILES;
  var greatest = HIDDEN;
  var total = 0.0f;
  for (var tile = 0u; tile < SLICE_TILES && stages; tile++) {
    let statistics = tile_weights[(first_tile + tile) * 17u + 16u];
    let now = max(greatest, statistics.x);
    total = total * exp2(greatest - now) + statistics.y * exp2(statistics.x - now);
    greatest = now;
  }

  // 2. The product: a lane takes rows down * LANE_ROWS .. and the quads of columns across and across + 16.
  let across = lane % 16u;
  let down = lane / 16u;
  var low = array<vec4f, LANE_ROWS>();
  var high = array<vec4f, LANE_ROWS>();
  if (begin < end) {
    for (var tile = (begin - slice_begin) / 64u; slice_begin + tile * 64u < end; tile++) {
      let tile_key = slice_begin + tile * 64u;
      let first = max(begin, tile_key);
      let last = min(end, tile_key + 64u) - 1u;
      let run = run_of(sequence, VALUE_HEADS, value_head, first, last);
      var share = 0.0f;
      if (stages) {
        share = exp2(tile_weights[(first_tile + tile) * 17u + 16u].x - greatest);
      }
      let staged = (first_tile + tile) * 17u;
      let first_step = first - (first - tile_key) % 8u;
      var p = vec4f(0.0f);
      var v = array<vec4f, 2>();
      for (var key = first_step; key < last + 9u; key += 8u) {
        // What the turn before has fetched is staged, and multiplied while this one's is on its way.
        if (key > first_step) {
          workgroupBarrier();
          p_tile[lane % 2u * QUAD_STRIDE + lane / 2u] = p * share;
          v_tile[lane] = v[0];
          v_tile[lane + 128u] = v[1];
          workgroupBarrier();
        }
        p = fetch_weights(stages && key <= last, staged + (key - tile_key) / 4u + lane % 2u);
        v = fetch_values(run, first, last, key + lane / 32u, first_column + lane % 32u);
        for (var quad = 0u; quad < 2u && key > first_step; quad++) {
          let v0 = quad * 128u + across;
          let v_low = mat4x4f(v_tile[v0], v_tile[v0 + 32u], v_tile[v0 + 64u], v_tile[v0 + 96u]);
          let v1 = v0 + 16u;
          let v_high = mat4x4f(v_tile[v1], v_tile[v1 + 32u], v_tile[v1 + 64u], v_tile[v1 + 96u]);
          for (var i = 0u; i < LANE_ROWS; i++) { // unrolled
            let weights = p_tile[quad * QUAD_STRIDE + down * LANE_ROWS + i];
            low[i] += v_low * weights;
            high[i] += v_high * weights;
          }
        }
      }
    }
  }

  for (var i = 0u; i < LANE_ROWS; i++) { // unrolled
    let row = first_row + down * LANE_ROWS + i;
    if (row < rows) {
      let token = sequence * step.new_tokens + row / GROUP_SIZE;
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      let column = first_column + across;
      // Who asks for a part of the keys needs no total.
      if (column < VALUE_QUADS) {
        store_sum(token, head, group.z * rows + row, split, column, low[i], 0.0f);
      }
      if (column + 16u < VALUE_QUADS) {
        store_sum(token, head, group.z * rows + row, split, column + 16u, high[i], 0.0f);
      }
    }
  }
  if (stages && lane % 2u == 0u && first_column == 0u) {
    store_statistics(group.z * rows + staged_row, split, greatest, total);
  }
}
