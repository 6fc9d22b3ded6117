// part/step.wgsl: what changes from step to step: sizes, and where each sequence stands.

struct Step {
  batch: u32,
  new_tokens: u32,
  // Rows that the cache has room for, per sequence and head.
  capacity: u32,
  // Rows of a cache field for one of its heads, those of all sequences.
  field_rows: u32,
  // Visible keys of the longest sequence.
  context: u32,
  // Slices of the cache that are attended to apart.
  splits: u32,
  // Keys that a query sees, itself included; read by mask/window alone.
  window: u32,
  // Columns of the additive mask; read by bias/additive alone.
  mask_columns: u32,
  // First workgroup of the grid: a step that takes long is submitted in parts.
  origin: vec3u,
}

struct Sequence {
  // Position of the first new token.
  start: u32,
  // Visible keys after this step, the new ones included.
  length: u32,
  // Query i sees key j when j <= i + offset.
  offset: i32,
}

// Words of a sequence.
const SEQUENCE_WORDS = 3u;

@group(3) @binding(0) var<uniform> step: Step;
// The sequences, and behind them the block tables of fields/paged.wgsl: one buffer, since a stage has but few.
@group(3) @binding(1) var<storage, read> step_words: array<u32>;

fn sequence_at(index: u32) -> Sequence {
  let first = index * SEQUENCE_WORDS;
  return Sequence(step_words[first], step_words[first + 1u], bitcast<i32>(step_words[first + 2u]));
}
