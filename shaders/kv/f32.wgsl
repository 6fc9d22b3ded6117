// kv/f32.wgsl: cached keys and values as they were computed, four elements in 16 bytes.
@group(1) @binding(0) var<storage, read> keys: array<vec4f>;
@group(1) @binding(1) var<storage, read> values: array<vec4f>;

fn load_key(quad: u32) -> vec4f {
  return keys[quad];
}

fn load_value(quad: u32) -> vec4f {
  return values[quad];
}
