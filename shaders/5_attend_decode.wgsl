// 5_attend_decode.wgsl: a few query rows attend to one slice of the cache, leaving a partial result.
// The rows of a pack belong to query heads that share a kv head, so that a key or value is loaded once for all
// of them: this is where GQA saves, and where MLA, whose heads all share the latent, decodes like one fat MQA.
// grid      [ceil(new_tokens * GROUP_SIZE / PACK), splits, batch * KV_HEADS]
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS of each head
// query_tail                                       f32         read, TAIL_QUADS of each head: the row's second piece
// keys      [batch, KEY_HEADS, capacity, ...]      kv/*        read
// key_tails [batch, TAIL_HEADS, capacity, ...]     key_tail/*  read
// values    [batch, VALUE_HEADS, capacity, ...]    kv/*        read
// partials  [batch * KV_HEADS, query rows, splits, VALUE_QUADS + 1]  f32  written: sums, then (maximum, weight)
// bytes     the cache once per pack: ceil(GROUP_SIZE / PACK) times for one new token
// memory    SPLIT_KEYS x PACK x 4 B of scores (8 KiB for 8 rows) + 512 B
// paper     Flash-Decoding (Dao et al. 2023); online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867
import package::part::step::{step};
import kv::{load_key, load_value};
import key_tail::{load_key_tail};
import mask::{visible_keys};
import score::{scaled_scores};
import constants::{KV_HEADS, GROUP_SIZE, PACK};
import constants::{QUERY_QUADS, QUERY_ROW_QUADS, QUERY_HEAD_QUADS, QUERY_FROM_QUADS};
import constants::{TAIL_QUADS, TAIL_QUERY_ROW_QUADS, TAIL_QUERY_HEAD_QUADS};
import constants::{KEY_HEADS, KEY_ROW_QUADS, TAIL_HEADS, TAIL_ROW_QUADS};
import constants::{VALUE_HEADS, VALUE_ROW_QUADS, VALUE_QUADS};

@group(0) @binding(0) var<storage, read> query: array<vec4f>;
@group(0) @binding(1) var<storage, read> query_tail: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> partials: array<vec4f>;

// A score of minus infinity: WGSL cannot write the real one.
const HIDDEN = -3.0e38f;
// Four keys a lane.
const SPLIT_KEYS = 256u;
// Lanes that share a column of the values, and how many there are.
const COLUMNS = min(VALUE_QUADS, 64u);
const SLICES = 64u / COLUMNS;
// Lanes that look after the softmax of one row of the pack.
const LANES_PER_ROW = 64u / PACK;

// [SPLIT_KEYS][PACK] scores, then probabilities; at the end [64 lanes][PACK] sums of four columns.
var<workgroup> scores: array<f32, SPLIT_KEYS * PACK>;
var<workgroup> row_statistics: array<vec2f, 64>;

@compute @workgroup_size(64)
fn attend_decode(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let sequence = group.z / KV_HEADS;
  let kv_head = group.z % KV_HEADS;
  let rows = step.new_tokens * GROUP_SIZE;
  let first_row = group.x * PACK;
  let last_row = min(first_row + PACK, rows) - 1u;

  // The keys of this slice that some row of the pack sees. Nothing else is loaded: rows past a sequence's end
  // may hold anything.
  let slice_begin = group.y * SPLIT_KEYS;
  let begin = max(slice_begin, visible_keys(sequence, first_row / GROUP_SIZE).x);
  let end = min(slice_begin + SPLIT_KEYS, visible_keys(sequence, last_row / GROUP_SIZE).y);
  let count = max(end, begin) - begin;
  let first_key = (sequence * KEY_HEADS + min(kv_head, KEY_HEADS - 1u)) * step.capacity + begin;
  let first_tail = (sequence * TAIL_HEADS + min(kv_head, TAIL_HEADS - 1u)) * step.capacity + begin;
  let first_value = (sequence * VALUE_HEADS + min(kv_head, VALUE_HEADS - 1u)) * step.capacity + begin;

  // 1. Scores: a lane takes every 64th key, four of them, for all rows of the pack.
  let places = lane + vec4u(0u, 64u, 128u, 192u);
  if (lane < count) {
    // Past the end a lane repeats the last key, and stores nothing for it.
    let taken = min(places, vec4u(count - 1u));
    var dots = array<vec4f, PACK>();
    for (var quad = 0u; quad < QUERY_QUADS; quad++) {
      let rows4 = (first_key + taken) * KEY_ROW_QUADS + quad;
      let k0 = load_key(rows4.x);
      let k1 = load_key(rows4.y);
      let k2 = load_key(rows4.z);
      let k3 = load_key(rows4.w);
      for (var r = 0u; r < PACK; r++) {
        let row = min(first_row + r, last_row);
        let token = sequence * step.new_tokens + row / GROUP_SIZE;
        let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
        let q = query[token * QUERY_ROW_QUADS + head * QUERY_HEAD_QUADS + QUERY_FROM_QUADS + quad];
        dots[r] += vec4f(dot(q, k0), dot(q, k1), dot(q, k2), dot(q, k3));
      }
    }
    for (var quad = 0u; quad < TAIL_QUADS; quad++) {
      let rows4 = (first_tail + taken) * TAIL_ROW_QUADS + quad;
      let k0 = load_key_tail(rows4.x);
      let k1 = load_key_tail(rows4.y);
      let k2 = load_key_tail(rows4.z);
      let k3 = load_key_tail(rows4.w);
      for (var r = 0u; r < PACK; r++) {
        let row = min(first_row + r, last_row);
        let token = sequence * step.new_tokens + row / GROUP_SIZE;
        let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
        let q = query_tail[token * TAIL_QUERY_ROW_QUADS + head * TAIL_QUERY_HEAD_QUADS + quad];
        dots[r] += vec4f(dot(q, k0), dot(q, k1), dot(q, k2), dot(q, k3));
      }
    }
    for (var r = 0u; r < PACK; r++) {
      let visible = visible_keys(sequence, min(first_row + r, last_row) / GROUP_SIZE);
      let keys = begin + places;
      let seen = (keys >= vec4u(visible.x)) & (keys < vec4u(visible.y));
      let row_scores = select(vec4f(HIDDEN), scaled_scores(dots[r]), seen);
      // Places past the count belong to no key and are not read; they only have to be inside the array.
      scores[places.x * PACK + r] = row_scores.x;
      scores[places.y * PACK + r] = row_scores.y;
      scores[places.z * PACK + r] = row_scores.z;
      scores[places.w * PACK + r] = row_scores.w;
    }
  }
  workgroupBarrier();

  // 2. Softmax of the slice: LANES_PER_ROW lanes for each row, each over some of the keys.
  let my_row = min(lane / LANES_PER_ROW, PACK - 1u);
  let my_part = lane % LANES_PER_ROW;
  let works = lane < LANES_PER_ROW * PACK;
  var greatest = HIDDEN;
  if (works) {
    for (var key = my_part; key < count; key += LANES_PER_ROW) {
      greatest = max(greatest, scores[key * PACK + my_row]);
    }
  }
  row_statistics[lane].x = greatest;
  workgroupBarrier();
  var total = 0.0f;
  if (works) {
    for (var i = 0u; i < LANES_PER_ROW; i++) {
      greatest = max(greatest, row_statistics[my_row * LANES_PER_ROW + i].x);
    }
    for (var key = my_part; key < count; key += LANES_PER_ROW) {
      let score = scores[key * PACK + my_row];
      let weight = select(0.0f, exp2(score - greatest), score > HIDDEN);
      scores[key * PACK + my_row] = weight;
      total += weight;
    }
  }
  row_statistics[lane].y = total;
  workgroupBarrier();

  // 3. Weighted sum of the values: a lane takes one quad of columns, for all rows of the pack.
  let slice = lane / COLUMNS;
  for (var first_column = 0u; first_column < VALUE_QUADS; first_column += COLUMNS) {
    let column = first_column + lane % COLUMNS;
    let stored = slice == 0u && column < VALUE_QUADS;
    var sums = array<vec4f, PACK>();
    if (slice < SLICES && column < VALUE_QUADS) {
      for (var key = slice; key < count; key += SLICES) {
        let value = load_value((first_value + key) * VALUE_ROW_QUADS + column);
        for (var r = 0u; r < PACK; r++) {
          sums[r] += scores[key * PACK + r] * value;
        }
      }
    }
    if (SLICES > 1u) {
      // Then all columns are done in one turn, and the scores are not needed any more.
      workgroupBarrier();
      for (var r = 0u; r < PACK; r++) {
        for (var i = 0u; i < 4u; i++) {
          scores[(lane * PACK + r) * 4u + i] = sums[r][i];
        }
      }
      workgroupBarrier();
      if (stored) {
        for (var other = 1u; other < SLICES; other++) {
          for (var r = 0u; r < PACK; r++) {
            for (var i = 0u; i < 4u; i++) {
              sums[r][i] += scores[((lane + other * COLUMNS) * PACK + r) * 4u + i];
            }
          }
        }
      }
    }
    if (stored) {
      for (var r = 0u; r < PACK && first_row + r < rows; r++) {
        let partial = (group.z * rows + first_row + r) * step.splits + group.y;
        partials[partial * (VALUE_QUADS + 1u) + column] = sums[r];
      }
    }
  }

  if (works && my_part == 0u && first_row + my_row < rows) {
    for (var i = 1u; i < LANES_PER_ROW; i++) {
      total += row_statistics[lane + i].y;
    }
    let partial = (group.z * rows + first_row + my_row) * step.splits + group.y;
    partials[partial * (VALUE_QUADS + 1u) + VALUE_QUADS] = vec4f(greatest, total, 0.0f, 0.0f);
  }
}
