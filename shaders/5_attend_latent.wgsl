// 5_attend_latent.wgsl: up to 16 query rows attend to a slice of a latent, which is key and value at once.
// MLA's absorbed decode: a value is the first columns of its key, so that each cached row is staged once, scored
// and weighed from there. Sixteen lanes share a query row, each with every sixteenth quad of its columns.
// grid      [ceil(new_tokens * GROUP_SIZE / PACK), slices of span/*, batch * KV_HEADS]
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys      [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// result    finish/*: partial results for 6_merge              written
// bytes     the latent once per PACK query rows: ceil(heads / 16) times for one new token
// memory    two tiles of TILE_KEYS rows and 4 KiB of parts: 13 KiB for rows of 576
// barriers  two a tile: the next one is staged while the parts of this one are on their way
// paper     DeepSeek-V2 (arXiv:2405.04434), section 2.1; FlashMLA keeps the latent on chip in the same way
import package::part::step::{step};
import package::part::slice::{slice_of};
import key::{load_keys};
import package::part::run::{row_in};
import package::part::key_tails::{tail_run_of};
import key_tail::{load_key_tails};
import mask::{visible_keys};
import score::{scaled_scores};
import bias::{biased_scores};
import place::{row_of};
import span::{first_split};
import finish::{store_sum, store_statistics};
import package::part::hidden::{HIDDEN};
import package::part::query_rows::{load_query, load_query_tail};
import constants::{GROUP_SIZE, PACK, SPLIT_KEYS, TILE_KEYS, QUERY_QUADS, TAIL_QUADS};
import constants::{KEY_HEADS, VALUE_QUADS};

// Lanes that share a query row.
const PARTS = 16u;
const ROW_QUADS = QUERY_QUADS + TAIL_QUADS;
const ROW_PART_QUADS = (ROW_QUADS + PARTS - 1u) / PARTS;
const VALUE_PART_QUADS = (VALUE_QUADS + PARTS - 1u) / PARTS;
const TILE_QUADS = TILE_KEYS * ROW_QUADS;

// [2][TILE_KEYS][ROW_QUADS]
var<workgroup> tiles: array<vec4f, 2u * TILE_QUADS>;
// Each lane's part of the scores of a tile's keys, [row][part].
var<workgroup> parts: array<vec4f, 256>;

// Four columns of a latent row and its tail, counted through.
fn load_row(sequence: u32, kv_head: u32, key: u32, quad: u32) -> vec4f {
  if (quad < QUERY_QUADS) {
    return load_keys(row_of(sequence, KEY_HEADS, min(kv_head, KEY_HEADS - 1u), key), quad)[0];
  }
  let tail = row_in(tail_run_of(sequence, kv_head, key, key), key);
  return load_key_tails(tail, quad - QUERY_QUADS)[0];
}

// Brings the rows from `first` on into one of the two tiles; past `end` nothing is loaded.
fn stage(lane: u32, sequence: u32, kv_head: u32, first: u32, end: u32, tile: u32) {
  for (var i = lane; i < TILE_QUADS; i += 256u) {
    let key = first + i / ROW_QUADS;
    var quad = vec4f(0.0f);
    if (key < end) {
      quad = load_row(sequence, kv_head, key, i % ROW_QUADS);
    }
    tiles[tile * TILE_QUADS + i] = quad;
  }
}

@compute @workgroup_size(256)
fn attend_latent(
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

  // Rows past the last one do its work again, and store nothing.
  let part = lane % PARTS;
  let row = min(first_row + lane / PARTS, last_row);
  let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
  let visible = visible_keys(sequence, row / GROUP_SIZE);
  var q = array<vec4f, ROW_PART_QUADS>();
  for (var i = 0u; i < ROW_PART_QUADS; i++) {
    let quad = i * PARTS + part;
    if (quad < QUERY_QUADS) {
      q[i] = load_query(sequence, kv_head, row, quad);
    } else if (quad < ROW_QUADS) {
      q[i] = load_query_tail(sequence, kv_head, row, quad - QUERY_QUADS);
    }
  }

  var sums = array<vec4f, VALUE_PART_QUADS>();
  var greatest = HIDDEN;
  var total = 0.0f;
  var tile = 0u;
  stage(lane, sequence, kv_head, begin, end, tile);
  for (var tile_key = begin; tile_key < end; tile_key += TILE_KEYS) {
    workgroupBarrier();
    var dots = vec4f(0.0f);
    for (var i = 0u; i < ROW_PART_QUADS; i++) {
      // Past the row's end the query is 0.
      let quad = tile * TILE_QUADS + min(i * PARTS + part, ROW_QUADS - 1u);
      for (var t = 0u; t < TILE_KEYS; t++) {
        dots[t] += dot(q[i], tiles[quad + t * ROW_QUADS]);
      }
    }
    parts[lane] = dots;
    stage(lane, sequence, kv_head, tile_key + TILE_KEYS, end, 1u - tile);
    workgroupBarrier();

    var now = vec4f(0.0f);
    for (var other = 0u; other < PARTS; other++) {
      now += parts[lane - part + other];
    }
    let keys = tile_key + vec4u(0u, 1u, 2u, 3u);
    let seen = (keys >= vec4u(visible.x)) & (keys < vec4u(min(visible.y, end)))
      & (vec4u(0u, 1u, 2u, 3u) < vec4u(TILE_KEYS));
    now = biased_scores(scaled_scores(now), sequence, head, row / GROUP_SIZE, keys);
    now = select(vec4f(HIDDEN), now, seen);
    let reference = max(greatest, max(max(now.x, now.y), max(now.z, now.w)));
    let shrink = exp2(greatest - reference);
    let weights = select(vec4f(0.0f), exp2(now - reference), now > vec4f(HIDDEN));
    greatest = reference;
    total = total * shrink + dot(weights, vec4f(1.0f));
    for (var i = 0u; i < VALUE_PART_QUADS; i++) {
      let quad = tile * TILE_QUADS + min(i * PARTS + part, ROW_QUADS - 1u);
      sums[i] *= shrink;
      for (var t = 0u; t < TILE_KEYS; t++) {
        sums[i] += weights[t] * tiles[quad + t * ROW_QUADS];
      }
    }
    tile = 1u - tile;
  }

  if (lane / PARTS < PACK && first_row + lane / PARTS < rows) {
    let token = sequence * step.new_tokens + row / GROUP_SIZE;
    let split = first_split(SPLIT_KEYS) + group.y;
    for (var i = 0u; i < VALUE_PART_QUADS; i++) {
      let column = i * PARTS + part;
      if (column < VALUE_QUADS) {
        store_sum(token, head, group.z * rows + row, split, column, sums[i], total);
      }
    }
    if (part == 0u) {
      store_statistics(group.z * rows + row, split, greatest, total);
    }
  }
}
