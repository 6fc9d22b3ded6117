// 6_merge.wgsl: joins the partial results of one query row over all slices of the cache.
// grid      [new_tokens * GROUP_SIZE, batch * KV_HEADS, parts]   one workgroup per query row, or more: see merged/*
// partials  [batch * KV_HEADS, query rows, splits, VALUE_QUADS + 1]  f32  read
// result    merged/*: the context, or a projection of it             f32  written
// lse       lse/*: nothing, or the log-sum-exp over the keys, without the sink
// bytes     the partials, once per part
// paper     the merge rule of online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867, equation 4
import package::part::step::{step};
import package::part::hidden::{HIDDEN};
import reduce::{workgroup_max, workgroup_sum};
import sink::{sink_score};
import lse::{store_lse};
import merged::{columns_of, put_context, finish_context};
import constants::{KV_HEADS, GROUP_SIZE, VALUE_QUADS};

@group(0) @binding(0) var<storage, read> partials: array<vec4f>;

// How much each of 64 slices counts in the whole.
var<workgroup> shares: array<f32, 64>;

@compute @workgroup_size(64)
fn merge(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let rows = step.new_tokens * GROUP_SIZE;
  let first = (group.y * rows + group.x) * step.splits;
  let sequence = group.y / KV_HEADS;
  let token = sequence * step.new_tokens + group.x / GROUP_SIZE;
  let head = (group.y % KV_HEADS) * GROUP_SIZE + group.x % GROUP_SIZE;

  var of_keys = HIDDEN;
  for (var split = lane; split < step.splits; split += 64u) {
    of_keys = max(of_keys, partials[(first + split) * (VALUE_QUADS + 1u) + VALUE_QUADS].x);
  }
  of_keys = workgroup_max(lane, of_keys);
  var weight = 0.0f;
  for (var split = lane; split < step.splits; split += 64u) {
    let statistics = partials[(first + split) * (VALUE_QUADS + 1u) + VALUE_QUADS];
    weight += exp2(statistics.x - of_keys) * statistics.y;
  }
  weight = workgroup_sum(lane, vec4f(weight, 0.0f, 0.0f, 0.0f)).x;
  if (lane == 0u && group.z == 0u) {
    store_lse(token, head, of_keys, weight);
  }

  // A sink is a key without a value: it adds to the weights alone.
  let sink = sink_score(head);
  let greatest = max(of_keys, sink);
  weight = weight * exp2(of_keys - greatest) + select(0.0f, exp2(sink - greatest), sink > HIDDEN);

  // Every lane walks the same number of columns, so that all meet at the barriers.
  let columns = columns_of(group.z);
  for (var first_column = columns.x; first_column < columns.y; first_column += 64u) {
    let column = first_column + lane;
    var sum = vec4f(0.0f);
    for (var first_split = 0u; first_split < step.splits; first_split += 64u) {
      if (first_split + lane < step.splits) {
        let statistics = partials[(first + first_split + lane) * (VALUE_QUADS + 1u) + VALUE_QUADS];
        shares[lane] = exp2(statistics.x - greatest);
      }
      workgroupBarrier();
      if (column < columns.y) {
        for (var i = 0u; i < min(64u, step.splits - first_split); i++) {
          sum += shares[i] * partials[(first + first_split + i) * (VALUE_QUADS + 1u) + column];
        }
      }
      workgroupBarrier();
    }
    if (column < columns.y) {
      // A query that sees no key has weight 0 and gives 0.
      put_context(token, head, column, select(vec4f(0.0f), sum / weight, weight > 0.0f));
    }
  }
  finish_context(lane, token, head, group.z);
}
