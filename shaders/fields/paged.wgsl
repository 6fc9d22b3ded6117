// fields/paged.wgsl: a cache field lies in pages of 64 tokens, wherever one was free, and a block table names them.
// paper   PagedAttention (Kwon et al. 2023, arXiv:2309.06180)
import package::part::step::{step, step_words, SEQUENCE_WORDS};
import package::part::run::{Run, broken_run};

const PAGE_TOKENS = 64u;

// The block tables, [batch, capacity / 64 rounded up], stand behind the sequences.
fn page_of(sequence: u32, token: u32) -> u32 {
  let table = sequence * ((step.capacity + PAGE_TOKENS - 1u) / PAGE_TOKENS);
  return step_words[SEQUENCE_WORDS * step.batch + table + token / PAGE_TOKENS];
}

// Which row of [pages, heads, 64] holds a token.
fn field_row(sequence: u32, heads: u32, head: u32, token: u32) -> u32 {
  return (page_of(sequence, token) * heads + head) * PAGE_TOKENS + token % PAGE_TOKENS;
}

// Where the rows of up to 64 neighbouring tokens stand: in two pages at most.
fn field_run(sequence: u32, heads: u32, head: u32, first: u32, last: u32) -> Run {
  let base = (page_of(sequence, first) * heads + head) * PAGE_TOKENS;
  let next = (page_of(sequence, last) * heads + head) * PAGE_TOKENS;
  return broken_run(base, next, first, PAGE_TOKENS);
}
