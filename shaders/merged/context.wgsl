// merged/context.wgsl: a merge writes the context, each workgroup of a row its own columns.
import constants::{VALUE_QUADS, PART_QUADS, OUT_ROW_QUADS, OUT_HEAD_QUADS, LANES};

// [batch, new_tokens, query_heads, value]
@group(0) @binding(1) var<storage, read_write> context: array<vec4f>;

// The quads of columns that a part of a row's workgroups merges: the first, and the one after the last.
fn columns_of(part: u32) -> vec2u {
  return vec2u(part * PART_QUADS, min((part + 1u) * PART_QUADS, VALUE_QUADS));
}

// Where each lane merges quads by itself: the one of its turn, counted from the part's first.
fn column_of_lane(lane: u32, first: u32, turn: u32) -> u32 {
  return first + turn * LANES + lane;
}

fn put_context(token: u32, head: u32, column: u32, value: vec4f) {
  context[token * OUT_ROW_QUADS + head * OUT_HEAD_QUADS + column] = value;
}

fn finish_context(lane: u32, token: u32, head: u32, part: u32) {
}
