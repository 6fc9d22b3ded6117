// 5_attend_decode.wgsl: a few query rows attend to one slice of the cache, leaving a partial result.
// The rows of a pack belong to query heads that share a kv head, so that a key or value is loaded once for all
// of them: this is where GQA saves, and where MLA, whose heads all share the latent, decodes like one fat MQA.
// grid      [ceil(new_tokens * GROUP_SIZE / PACK), slices of span/*, batch * KV_HEADS]
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys      [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// values    [batch, VALUE_HEADS, place/*, ...]     value/*     read
// partials  [batch * KV_HEADS, query rows, splits, VALUE_QUADS + 1]  f32  written: sums, then (maximum, weight)
// bytes     keys and values once per pack: ceil(GROUP_SIZE / PACK) times for one new token
// memory    8.5 KiB for a pack of 8: part/slice_softmax
// paper     Flash-Decoding (Dao et al. 2023); online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867
import package::part::step::{step};
import package::part::slice::{slice_of};
import key::{load_keys};
import value::{load_values};
import package::part::key_tails::{tail_run_of};
import key_tail::{load_key_tails};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import package::part::run::{row_in};
import place::{run_of};
import span::{first_split};
import package::part::hidden::{HIDDEN};
import package::part::query_rows::{load_query, load_query_tail};
import package::part::slice_softmax::{scores, softmax_slice, LANES_PER_ROW, SPLIT_KEYS};
import constants::{GROUP_SIZE, PACK, QUERY_QUADS, TAIL_QUADS};
import constants::{KEY_HEADS, VALUE_HEADS, VALUE_QUADS};

@group(0) @binding(2) var<storage, read_write> partials: array<vec4f>;

// Lanes that share a column of the values, and how many there are.
const COLUMNS = min(VALUE_QUADS, 64u);
const SLICES = 64u / COLUMNS;
// Quads of keys of which a slice of lanes takes its own in one run.
const RUN_QUADS = SLICES * max(16u / SLICES, 1u);

@compute @workgroup_size(64)
fn attend_decode(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let cut = slice_of(group.x, PACK, group.y, SPLIT_KEYS, group.z);
  let sequence = cut.sequence;
  let kv_head = cut.kv_head;
  let rows = cut.rows;
  let first_row = cut.first_row;
  let last_row = cut.last_row;
  let begin = cut.begin;
  let end = cut.end;
  let split = first_split(SPLIT_KEYS) + group.y;
  let count = max(end, begin) - begin;
  let key_head = min(kv_head, KEY_HEADS - 1u);
  let value_head = min(kv_head, VALUE_HEADS - 1u);

  // 1. Scores: a lane takes four keys, for all rows of the pack.
  let places = 4u * lane + vec4u(0u, 1u, 2u, 3u);
  if (places.x < count) {
    // Past the end a lane takes the last key again, and hides its score.
    let taken = begin + min(places, vec4u(count - 1u));
    let run = run_of(sequence, KEY_HEADS, key_head, taken.x, taken.w);
    var dots = array<vec4f, PACK>();
    for (var quad = 0u; quad < QUERY_QUADS; quad++) {
      let k0 = load_keys(row_in(run, taken.x), quad)[0];
      let k1 = load_keys(row_in(run, taken.y), quad)[0];
      let k2 = load_keys(row_in(run, taken.z), quad)[0];
      let k3 = load_keys(row_in(run, taken.w), quad)[0];
      for (var r = 0u; r < PACK; r++) {
        let q = load_query(sequence, kv_head, min(first_row + r, last_row), quad);
        dots[r] += vec4f(dot(q, k0), dot(q, k1), dot(q, k2), dot(q, k3));
      }
    }
    let tail_run = tail_run_of(sequence, kv_head, taken.x, taken.w);
    for (var quad = 0u; quad < TAIL_QUADS; quad++) {
      let k0 = load_key_tails(row_in(tail_run, taken.x), quad)[0];
      let k1 = load_key_tails(row_in(tail_run, taken.y), quad)[0];
      let k2 = load_key_tails(row_in(tail_run, taken.z), quad)[0];
      let k3 = load_key_tails(row_in(tail_run, taken.w), quad)[0];
      for (var r = 0u; r < PACK; r++) {
        let q = load_query_tail(sequence, kv_head, min(first_row + r, last_row), quad);
        dots[r] += vec4f(dot(q, k0), dot(q, k1), dot(q, k2), dot(q, k3));
      }
    }
    for (var r = 0u; r < PACK; r++) {
      let row = min(first_row + r, last_row);
      let token = row / GROUP_SIZE;
      let visible = visible_keys(sequence, token);
      let keys = begin + places;
      let seen = (keys >= vec4u(visible.x)) & (keys < vec4u(min(visible.y, end)));
      let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
      let now = biased_scores(scaled_scores(dots[r]), sequence, head, token, keys);
      scores[r * (SPLIT_KEYS / 4u) + lane] = select(vec4f(HIDDEN), now, seen);
    }
  }
  workgroupBarrier();

  // 2. Softmax of the slice: the scores become weights.
  let key_quads = (count + 3u) / 4u;
  let statistics = softmax_slice(lane, key_quads);

  // 3. Weighted sum of the values: a lane takes one quad of columns, for all rows of the pack.
  let slice = lane / COLUMNS;
  for (var first_column = 0u; first_column < VALUE_QUADS; first_column += COLUMNS) {
    let column = first_column + lane % COLUMNS;
    let stored = slice == 0u && column < VALUE_QUADS;
    var sums = array<vec4f, PACK>();
    if (slice < SLICES && column < VALUE_QUADS) {
      for (var first = slice; first < key_quads; first += RUN_QUADS) {
        let last = min(4u * (first + RUN_QUADS - SLICES) + 3u, count - 1u);
        let first_key = begin + 4u * first;
        let run = run_of(sequence, VALUE_HEADS, value_head, first_key, begin + last);
        for (var quad = first; quad < min(first + RUN_QUADS, key_quads); quad += SLICES) {
          // Past the end the last value stands in, with a weight of 0.
          let keys = begin + min(4u * quad + vec4u(0u, 1u, 2u, 3u), vec4u(count - 1u));
          let v0 = load_values(row_in(run, keys.x), column)[0];
          let v1 = load_values(row_in(run, keys.y), column)[0];
          let v2 = load_values(row_in(run, keys.z), column)[0];
          let v3 = load_values(row_in(run, keys.w), column)[0];
          for (var r = 0u; r < PACK; r++) {
            let weight = scores[r * (SPLIT_KEYS / 4u) + quad];
            sums[r] += weight.x * v0 + weight.y * v1 + weight.z * v2 + weight.w * v3;
          }
        }
      }
    }
    if (SLICES > 1u) {
      // Then all columns are done in one turn, and the scores are not needed any more.
      workgroupBarrier();
      for (var r = 0u; r < PACK; r++) {
        scores[r * 64u + lane] = sums[r];
      }
      workgroupBarrier();
      if (stored) {
        for (var other = 1u; other < SLICES; other++) {
          for (var r = 0u; r < PACK; r++) {
            sums[r] += scores[r * 64u + lane + other * COLUMNS];
          }
        }
      }
    }
    if (stored) {
      for (var r = 0u; r < PACK && first_row + r < rows; r++) {
        let partial = (group.z * rows + first_row + r) * step.splits + split;
        partials[partial * (VALUE_QUADS + 1u) + column] = sums[r];
      }
    }
  }

  let row = lane / LANES_PER_ROW;
  if (lane % LANES_PER_ROW == 0u && row < PACK && first_row + row < rows) {
    let partial = (group.z * rows + first_row + row) * step.splits + split;
    partials[partial * (VALUE_QUADS + 1u) + VALUE_QUADS] = vec4f(statistics, 0.0f, 0.0f);
  }
}
