// store/f16.wgsl: writes four elements in half precision.
@group(1) @binding(0) var<storage, read_write> stored: array<vec2u>;

fn store_quad(quad: u32, value: vec4f) {
  stored[quad] = vec2u(pack2x16float(value.xy), pack2x16float(value.zw));
}
