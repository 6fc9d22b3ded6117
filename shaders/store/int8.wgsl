// store/int8.wgsl: 8-bit codes: the extreme of a group is mapped to -128.
const CODE_BITS = 8u;
// Scales tried, in sixteenths of that: 16 alone.
const FIRST_SIXTEENTHS = 16u;
const CANDIDATES = 1u;
