// fields/contiguous.wgsl: a cache field's rows lie token by token, as many as it has capacity for.
import package::part::step::{step};

// Which row of [batch, heads, capacity] holds a token.
fn field_row(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * heads + head) * step.capacity + token;
}

// What finds the rows of up to 64 neighbouring tokens; a layout in pages looks them up here.
fn field_run(sequence: u32, first: u32, last: u32) -> vec3u {
  return vec3u(sequence, first, last);
}

fn field_row_in(run: vec3u, heads: u32, head: u32, token: u32) -> u32 {
  return field_row(run.x, heads, head, token);
}
