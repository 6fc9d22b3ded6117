// ceiling_fma.wgsl: multiplies and adds in registers alone: the f32 arithmetic that kernels can at best reach.
// grid    any; an invocation does TURNS * 128 multiply-adds
// sink    [4]  factor and addend of every step; written where a result is above 1e30: never
import constants::{TURNS};

@group(0) @binding(0) var<storage, read_write> sink: array<vec4f>;

// Eight dependent steps of four chains each: a loop's own cost is spread over them.
fn eight(start: vec4f, factor: vec4f, addend: vec4f) -> vec4f {
  var a = start;
  a = a * factor + addend;
  a = a * factor + addend;
  a = a * factor + addend;
  a = a * factor + addend;
  a = a * factor + addend;
  a = a * factor + addend;
  a = a * factor + addend;
  a = a * factor + addend;
  return a;
}

@compute @workgroup_size(64)
fn multiply_add(@builtin(local_invocation_index) lane: u32) {
  let factor = sink[0];
  let addend = sink[1];
  var a = vec4f(f32(lane));
  var b = a + 1.0f;
  var c = a + 2.0f;
  var d = a + 3.0f;
  for (var turn = 0u; turn < TURNS; turn++) {
    a = eight(a, factor, addend);
    b = eight(b, factor, addend);
    c = eight(c, factor, addend);
    d = eight(d, factor, addend);
  }
  let sum = a + b + c + d;
  if (any(sum > vec4f(1e30f))) {
    sink[2] = sum;
  }
}
