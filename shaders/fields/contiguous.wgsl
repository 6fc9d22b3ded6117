// fields/contiguous.wgsl: a cache field's rows lie token by token, as many as it has capacity for.
import package::part::step::{step};
import package::part::run::{Run, even_run};

// Which row of [batch, heads, capacity] holds a token.
fn field_row(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (sequence * heads + head) * step.capacity + token;
}

// Where the rows of up to 64 neighbouring tokens stand.
fn field_run(sequence: u32, heads: u32, head: u32, first: u32, last: u32) -> Run {
  return even_run((sequence * heads + head) * step.capacity);
}
