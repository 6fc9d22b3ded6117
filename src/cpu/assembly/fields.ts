// Words of a task, 4 bytes each: what it does, and where in the memory. Written by src/cpu, read by the kernels.
//
// Addresses and strides are in bytes. Rows are the query heads of one group, for each new token: [tokens, GROUP].

/** Which kernel: one of the `OP_…`. */
export const OP = 0;
/** [rows, KEY_BYTES + TAIL_BYTES] Scaled query rows, both parts side by side. */
export const QUERIES = 1;
/** Rows of the task. */
export const ROWS = 2;
/** Query heads in a group: row r is of token r / GROUP. */
export const GROUP = 3;
/** The task's first row among those of its sequence and kv head. */
export const FIRST_ROW = 4;

/** Key row 0 of the sequence and head; KEY_BYTES of each row count, a multiple of 16. */
export const KEYS = 5;
export const KEY_STRIDE = 6;
export const KEY_BYTES = 7;
/** The keys' other part, of TAIL_BYTES; 0 where there is none. */
export const TAILS = 8;
export const TAIL_STRIDE = 9;
export const TAIL_BYTES = 10;
export const VALUES = 11;
export const VALUE_STRIDE = 12;
export const VALUE_BYTES = 13;

/** Keys FIRST to END - 1 take part. */
export const FIRST = 14;
export const END = 15;
/** Row r sees keys before r / GROUP + SIGHT, and of those WINDOW. */
export const SIGHT = 16;
export const WINDOW = 17;
/** Keys that are scored at a time; a multiple of 8. */
export const BLOCK = 18;

/** [rows, CONTEXT_STRIDE] Sums of weighted values, not yet divided. */
export const CONTEXTS = 19;
export const CONTEXT_STRIDE = 20;
/** [rows] Largest scores, in units of log2. */
export const MAXIMA = 21;
/** [rows] Sums of 2^(score - largest). */
export const SUMS = 22;
/** Softcap times log2 e, 0 for none; a 32-bit float. */
export const SOFTCAP = 23;
/** Whether the rows go on from what CONTEXTS, MAXIMA and SUMS hold: 0 or 1. */
export const CARRIES = 24;

/** What `gather` and `merge` move: rows of WIDTH floats at token and head strides, scaled by SCALE. A product's rows. */
export const OUTER = 25;
export const TOKEN_STRIDE = 26;
export const HEAD_STRIDE = 27;
export const WIDTH = 28;
export const SCALE = 29;
/** Where in a row of QUERIES the gathered columns begin, and how many bytes they fill. */
export const COLUMN = 30;
export const FILL = 31;

/** Partial results to merge; each lies so many rows after the one before. */
export const PARTS = 32;
export const PART_ROWS = 33;
/** [GROUP] Scores of the sinks, in units of log2; 0 where there are none. */
export const SINKS = 34;

/** How keys and values, and tails, are stored: one of the `STORED_…`. */
export const STORED = 35;
export const TAIL_STORED = 36;

export const TASK_WORDS = 38;

export const STORED_F32 = 0;
export const STORED_F16 = 1;
export const STORED_BF16 = 2;

export const OP_MEET_KEYS = 0;
export const OP_GATHER = 1;
export const OP_MERGE = 2;
export const OP_PROJECT = 3;
export const OP_OUTER_PRODUCT = 4;

/** Words of what threads share: src/cpu/assembly/share.ts. */
export const SHARE_EPOCH = 0;
/** Epoch and number of tasks. */
export const SHARE_COUNT = 1;
/** Epoch and number of the task that is taken next. */
export const SHARE_NEXT = 2;
/** Tasks that are done. */
export const SHARE_DONE = 3;
/** Where the tasks begin. */
export const SHARE_TASKS = 4;
export const SHARE_WORDS = 5;
