// ceiling_fma.wgsl: multiplies and adds in registers alone: the f32 arithmetic that kernels can at best reach.
// grid    any; an invocation does TURNS * 128 multiply-adds
// sink    [4]  factor and addend of every step; written where a result is above 1e30: never
import constants::{TURNS};

@group(0) @binding(0) var<storage, read_write> sink: array<vec4f>;

// One step of sixteen chains, which do not wait for each other.
fn step(chains: mat4x4f, factor: vec4f, addend: vec4f) -> mat4x4f {
  return mat4x4f(
    fma(chains[0], factor, addend),
    fma(chains[1], factor, addend),
    fma(chains[2], factor, addend),
    fma(chains[3], factor, addend)
  );
}

@compute @workgroup_size(64)
fn multiply_add(@builtin(local_invocation_index) lane: u32) {
  let factor = sink[0];
  let addend = sink[1];
  let start = vec4f(f32(lane));
  var chains = mat4x4f(start, start + 1.0f, start + 2.0f, start + 3.0f);
  // Eight steps a turn: a loop's own cost is spread over them.
  for (var turn = 0u; turn < TURNS; turn++) {
    chains = step(chains, factor, addend);
    chains = step(chains, factor, addend);
    chains = step(chains, factor, addend);
    chains = step(chains, factor, addend);
    chains = step(chains, factor, addend);
    chains = step(chains, factor, addend);
    chains = step(chains, factor, addend);
    chains = step(chains, factor, addend);
  }
  let sum = chains[0] + chains[1] + chains[2] + chains[3];
  if (any(sum > vec4f(1e30f))) {
    sink[2] = sum;
  }
}
