// part/held_columns.wgsl: the Hadamard transform of columns that lanes hold, eight neighbouring quads each: as
// part/hadamard does it, with sums in the same order, but no lane waits for another.
// For spans of SPAN columns, which are 32, 64 or 128, and what is left, if that is one of these.
// HELD_QUADS is 8: three levels are between the quads of a lane, and two more between four lanes.
// paper   QuaRot: Ashkboos et al. 2024, arXiv:2404.00456, section 3
import package::part::butterflies::{signs_of, first_level, second_level, scale_of_size};
import subgroups::{swapped};
import constants::{SPAN, HELD_QUADS};

// Columns of the span of which a lane holds quad `first` and those after it, in a row of `quads`.
fn span_size(first: u32, quads: u32) -> u32 {
  let of_span = SPAN / 4u;
  return min(of_span, quads - first / of_span * of_span) * 4u;
}

fn give_signs(first: u32, held: ptr<function, array<vec4f, HELD_QUADS>>) {
  let column = first % (SPAN / 4u) * 4u;
  for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
    (*held)[i] *= signs_of(column + 4u * i + vec4u(0u, 1u, 2u, 3u));
  }
}

// Sums and differences of `size` columns, scaled to keep their length. All lanes must call.
fn mix_columns(lane: u32, size: u32, held: ptr<function, array<vec4f, HELD_QUADS>>) {
  for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
    (*held)[i] = second_level(first_level((*held)[i]));
  }
  for (var i = 0u; i < 4u; i++) { // unrolled
    let a = (*held)[2u * i];
    let b = (*held)[2u * i + 1u];
    (*held)[2u * i] = a + b;
    (*held)[2u * i + 1u] = a - b;
  }
  for (var i = 0u; i < 4u; i++) { // unrolled
    let a = (*held)[i / 2u * 4u + i % 2u];
    let b = (*held)[i / 2u * 4u + i % 2u + 2u];
    (*held)[i / 2u * 4u + i % 2u] = a + b;
    (*held)[i / 2u * 4u + i % 2u + 2u] = a - b;
  }
  for (var i = 0u; i < 4u; i++) { // unrolled
    let a = (*held)[i];
    let b = (*held)[i + 4u];
    (*held)[i] = a + b;
    (*held)[i + 4u] = a - b;
  }
  if (SPAN > 32u) {
    // What is left of the levels is between lanes.
    let sign_x = select(1.0f, -1.0f, (lane & 1u) != 0u);
    let sign_y = select(1.0f, -1.0f, (lane & 2u) != 0u);
    for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
      let beside = swapped(lane, 1u, (*held)[i]) + sign_x * (*held)[i];
      let of_two = select((*held)[i], beside, size > 32u);
      let across = swapped(lane, 2u, of_two) + sign_y * of_two;
      (*held)[i] = select(of_two, across, size > 64u);
    }
  }
  let scale = scale_of_size(size);
  for (var i = 0u; i < HELD_QUADS; i++) { // unrolled
    (*held)[i] *= scale;
  }
}
