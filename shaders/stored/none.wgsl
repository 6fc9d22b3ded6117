// stored/none.wgsl: no row is encoded: all that are made ready stay activations.

fn choose_field(field: u32) {}

fn put_word(index: u32, word: u32) {}
