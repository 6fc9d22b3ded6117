// stored/one.wgsl: rows are encoded into one cache field.

@group(1) @binding(0) var<storage, read_write> stored: array<u32>;

// There is but the first.
fn choose_field(field: u32) {}

fn put_word(index: u32, word: u32) {
  stored[index] = word;
}
