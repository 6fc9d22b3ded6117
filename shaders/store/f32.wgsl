// store/f32.wgsl: writes four elements as they are.
@group(1) @binding(0) var<storage, read_write> stored: array<vec4f>;

fn store_quad(quad: u32, value: vec4f) {
  stored[quad] = value;
}
