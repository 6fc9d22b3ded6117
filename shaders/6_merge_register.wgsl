// 6_merge_register.wgsl: joins partial results as 6_merge does, where no lane waits for another but to project.
// A lane owns quads of columns, as merged/* deals them out, and finds the maximum and weight of the row for each: cheap
// while slices are few.
// grid      [new_tokens * GROUP_SIZE, batch * KV_HEADS, parts]   parts of LANES quads of columns, or one: see merged/*
// partials  [batch * KV_HEADS, query rows, splits, VALUE_QUADS + 1]  f32  read
// result    merged/*: the context, or a projection of it             f32  written
// lse       lse/*: nothing, or the log-sum-exp over the keys, without the sink
// bytes     the partials, once, and their statistics once per turn of the lanes
// paper     the merge rule of online softmax: Milakov & Gimelshein 2018, arXiv:1805.02867, equation 4
import package::part::step::{step};
import package::part::hidden::{HIDDEN};
import sink::{sink_score};
import lse::{store_lse};
import merged::{columns_of, column_of_lane, put_context, finish_context};
import constants::{KV_HEADS, GROUP_SIZE, VALUE_QUADS, LANES};

@group(0) @binding(0) var<storage, read> partials: array<vec4f>;

@compute @workgroup_size(LANES)
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
  // A sink is a key without a value: it adds to the weights alone.
  let sink = sink_score(head);

  // The test stands at the end of a turn: before it, it costs software adapters a quarter of a merge of one turn.
  let columns = columns_of(group.z);
  var turn = 0u;
  var column = column_of_lane(lane, columns.x, turn);
  if (column < columns.y) {
    loop {
      var of_keys = HIDDEN;
      var weight = 0.0f;
      var sum = vec4f(0.0f);
      for (var split = first; split < first + step.splits; split++) {
        let partial = split * (VALUE_QUADS + 1u);
        let statistics = partials[partial + VALUE_QUADS];
        let now = max(of_keys, statistics.x);
        let shrink = exp2(of_keys - now);
        let share = exp2(statistics.x - now);
        weight = weight * shrink + statistics.y * share;
        sum = sum * shrink + partials[partial + column] * share;
        of_keys = now;
      }
      if (group.z == 0u && column == 0u) {
        store_lse(token, head, of_keys, weight);
      }
      let greatest = max(of_keys, sink);
      let shrink = exp2(of_keys - greatest);
      weight = weight * shrink + select(0.0f, exp2(sink - greatest), sink > HIDDEN);
      // A query that sees no key has weight 0 and gives 0.
      put_context(token, head, column, select(vec4f(0.0f), sum * shrink / weight, weight > 0.0f));

      continuing {
        turn++;
        column = column_of_lane(lane, columns.x, turn);
        break if column >= columns.y;
      }
    }
  }
  finish_context(lane, token, head, group.z);
}
