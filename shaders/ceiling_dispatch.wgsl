// ceiling_dispatch.wgsl: does nothing but wait for the dispatch before it, as the kernels of a step do for each other.
// grid    1
// sink    [4]  read and, where it is above 1e30, written: never
@group(0) @binding(0) var<storage, read_write> sink: array<vec4f>;

@compute @workgroup_size(1)
fn wait_turn() {
  if (sink[3].x > 1e30f) {
    sink[3] = vec4f(0.0f);
  }
}
