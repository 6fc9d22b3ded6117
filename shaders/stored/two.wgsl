// stored/two.wgsl: rows are encoded into one of two cache fields, which the kernel chooses.

@group(1) @binding(0) var<storage, read_write> stored: array<u32>;
@group(1) @binding(1) var<storage, read_write> stored_second: array<u32>;

var<private> chosen_field: u32;

fn choose_field(field: u32) {
  chosen_field = field;
}

fn put_word(index: u32, word: u32) {
  if (chosen_field == 0u) {
    stored[index] = word;
  } else {
    stored_second[index] = word;
  }
}
