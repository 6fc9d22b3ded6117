// part/hadamard.wgsl: the Hadamard transform of columns in workgroup memory, as src/attention/hadamard.ts does it: with
// sums in the same order, but three levels between two barriers.
// memory  512 B
// paper   QuaRot: Ashkboos et al. 2024, arXiv:2404.00456, section 3
import package::part::butterflies::{signs_of, first_level, second_level, scale_of_size};
import constants::{LANES};

// One group of a row.
var<workgroup> columns: array<f32, 128>;

// Sums and differences of `size` columns, a power of two, scaled to keep their length; columns get their signs
// `before` or after. All lanes must call, with the columns written.
fn transform(lane: u32, first: u32, size: u32, before: bool) {
  let scale = scale_of_size(size);
  var stride = 1u;
  while (stride < size) {
    // Eight columns a lane, or what is left of the levels.
    let taken = min(size / stride, 8u);
    for (var l = lane; l < size / taken; l += LANES) {
      let low = l & (stride - 1u);
      let begin = (l - low) * taken + low;
      let i = begin + stride * min(vec4u(0u, 1u, 2u, 3u), vec4u(taken - 1u));
      let j = begin + stride * min(vec4u(4u, 5u, 6u, 7u), vec4u(taken - 1u));
      let at = first + i;
      let to = first + j;
      var a = vec4f(columns[at.x], columns[at.y], columns[at.z], columns[at.w]);
      var b = vec4f(columns[to.x], columns[to.y], columns[to.z], columns[to.w]);
      if (before && stride == 1u) {
        a *= signs_of(i);
        b *= signs_of(j);
      }
      a = first_level(a);
      b = first_level(b);
      if (taken > 2u) {
        a = second_level(a);
        b = second_level(b);
      }
      if (taken > 4u) {
        let sum = a + b;
        b = a - b;
        a = sum;
      }
      if (stride * taken == size) {
        a *= scale;
        b *= scale;
        if (!before) {
          a *= signs_of(i);
          b *= signs_of(j);
        }
      }
      columns[at.x] = a.x;
      columns[at.y] = a.y;
      if (taken > 2u) {
        columns[at.z] = a.z;
        columns[at.w] = a.w;
      }
      if (taken > 4u) {
        columns[to.x] = b.x;
        columns[to.y] = b.y;
        columns[to.z] = b.z;
        columns[to.w] = b.w;
      }
    }
    workgroupBarrier();
    stride *= taken;
  }
}
