// 2_normalize.wgsl: RMSNorm of one row per workgroup.
// grid     [IN_HEADS, batch * new_tokens]
// inputs   [batch, new_tokens, IN_HEADS, ...], columns IN_FROM .. IN_FROM + WIDTH of each head   f32  read
// gains    [WIDTH]                                           f32  read
// results  [batch, new_tokens, IN_HEADS, WIDTH]              f32  written, padded with zeros to whole quads
// paper    Zhang & Sennrich 2019, arXiv:1910.07467, equation 4
import package::part::step::{step};
import reduce::{workgroup_sum};
import constants::{WIDTH, IN_ROW, IN_HEAD, IN_FROM, OUT_ROW, OUT_HEAD, EPSILON, LANES};

@group(0) @binding(0) var<storage, read> inputs: array<f32>;
@group(0) @binding(1) var<storage, read> gains: array<f32>;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(LANES)
fn normalize_rows(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = workgroup + step.origin;
  let first_in = group.y * IN_ROW + group.x * IN_HEAD + IN_FROM;
  let first_out = group.y * OUT_ROW + group.x * OUT_HEAD;
  var squares = 0.0f;
  for (var i = lane; i < WIDTH; i += LANES) {
    let x = inputs[first_in + i];
    squares += x * x;
  }
  let mean = workgroup_sum(lane, vec4f(squares, 0.0f, 0.0f, 0.0f)).x / f32(WIDTH);
  let scale = inverseSqrt(mean + EPSILON);
  for (var i = lane; i < OUT_HEAD; i += LANES) {
    if (i < WIDTH) {
      results[first_out + i] = inputs[first_in + i] * scale * gains[i];
    } else {
      results[first_out + i] = 0.0f;
    }
  }
}
