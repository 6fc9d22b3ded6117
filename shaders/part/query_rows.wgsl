// part/query_rows.wgsl: query rows of one kv head, numbered token by token and head by head of the group.
// A row is one piece, or two side by side: MLA's absorbed query and its rotary part.
import package::part::step::{step};
import constants::{GROUP_SIZE, QUERY_ROW_QUADS, QUERY_HEAD_QUADS, QUERY_FROM_QUADS};
import constants::{TAIL_QUERY_ROW_QUADS, TAIL_QUERY_HEAD_QUADS};

// [batch, new_tokens, query_heads, ...]
@group(0) @binding(0) var<storage, read> query: array<vec4f>;
@group(0) @binding(1) var<storage, read> query_tail: array<vec4f>;

fn load_query(sequence: u32, kv_head: u32, row: u32, quad: u32) -> vec4f {
  let token = sequence * step.new_tokens + row / GROUP_SIZE;
  let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
  return query[token * QUERY_ROW_QUADS + head * QUERY_HEAD_QUADS + QUERY_FROM_QUADS + quad];
}

fn load_query_tail(sequence: u32, kv_head: u32, row: u32, quad: u32) -> vec4f {
  let token = sequence * step.new_tokens + row / GROUP_SIZE;
  let head = kv_head * GROUP_SIZE + row % GROUP_SIZE;
  return query_tail[token * TAIL_QUERY_ROW_QUADS + head * TAIL_QUERY_HEAD_QUADS + quad];
}
