// kv/f16.wgsl: cached keys and values in half precision, four elements in 8 bytes.
// unpack2x16float is core WGSL: no device feature is needed.
@group(1) @binding(0) var<storage, read> keys: array<vec2u>;
@group(1) @binding(1) var<storage, read> values: array<vec2u>;

fn load_key(quad: u32) -> vec4f {
  let raw = keys[quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y));
}

fn load_value(quad: u32) -> vec4f {
  let raw = values[quad];
  return vec4f(unpack2x16float(raw.x), unpack2x16float(raw.y));
}
