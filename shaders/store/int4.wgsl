// store/int4.wgsl: 4-bit codes: the extreme of a group is mapped to -8, or cut short, or given room beyond it.
const CODE_BITS = 4u;
// Scales tried, in sixteenths of the one that maps it to -8: 18 to 11.
const FIRST_SIXTEENTHS = 18u;
const CANDIDATES = 8u;
