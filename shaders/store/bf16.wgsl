// store/bf16.wgsl: writes four elements in bfloat16.
import package::part::brain::{pack_brain};

@group(1) @binding(0) var<storage, read_write> stored: array<vec2u>;

fn store_quad(quad: u32, value: vec4f) {
  stored[quad] = pack_brain(value);
}
