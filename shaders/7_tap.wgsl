// 7_tap.wgsl: shows what an online softmax never holds: every score of a query row, or its softmax.
// A kernel beside the others, for looking and checking: what they compute does not come from here.
// grid      [new_tokens * GROUP_SIZE, batch * KV_HEADS]   one workgroup per query row
// query     [batch, new_tokens, query_heads, ...]  f32         read, QUERY_QUADS then TAIL_QUADS of each head
// keys      [batch, KEY_HEADS, place/*, ...]       key/*       read
// key_tails [batch, TAIL_HEADS, fields/*, ...]     key_tail/*  read
// tapped    [batch, query_heads, new_tokens, context]  f32     written, in natural units; as bits, for infinities
// bytes     the visible keys once per query row
import package::part::step::{step};
import package::part::hidden::{HIDDEN};
import package::part::row_score::{score_of};
import mask::{visible_keys};
import sink::{sink_score};
import stage::{shown};
import reduce::{workgroup_max, workgroup_sum};
import constants::{KV_HEADS, GROUP_SIZE};

@group(0) @binding(2) var<storage, read_write> tapped: array<u32>;

@compute @workgroup_size(64)
fn tap(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let sequence = group.y / KV_HEADS;
  let kv_head = group.y % KV_HEADS;
  let head = kv_head * GROUP_SIZE + group.x % GROUP_SIZE;
  let token = group.x / GROUP_SIZE;
  let visible = visible_keys(sequence, token);
  let first = ((sequence * KV_HEADS * GROUP_SIZE + head) * step.new_tokens + token) * step.context;

  var greatest = sink_score(head);
  for (var key = visible.x + lane; key < visible.y; key += 64u) {
    let score = score_of(sequence, kv_head, group.x, key);
    tapped[first + key] = bitcast<u32>(score);
    greatest = max(greatest, score);
  }
  greatest = workgroup_max(lane, greatest);
  var total = 0.0f;
  for (var key = visible.x + lane; key < visible.y; key += 64u) {
    let score = bitcast<f32>(tapped[first + key]);
    total += select(0.0f, exp2(score - greatest), score > HIDDEN);
  }
  total = workgroup_sum(lane, vec4f(total, 0.0f, 0.0f, 0.0f)).x;
  total += select(0.0f, exp2(sink_score(head) - greatest), sink_score(head) > HIDDEN);
  // A lane now reads what others wrote: where a window begins, keys change lanes.
  storageBarrier();
  for (var key = lane; key < step.context; key += 64u) {
    var score = HIDDEN;
    if (key >= visible.x && key < visible.y) {
      score = bitcast<f32>(tapped[first + key]);
    }
    tapped[first + key] = shown(score, greatest, total);
  }
}
