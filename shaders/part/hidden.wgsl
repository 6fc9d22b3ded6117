// part/hidden.wgsl: the score of a key that a query does not see.

// Minus infinity, which WGSL cannot write. A base-2 score of -1.44e38, an additive mask's most negative finite value,
// is still greater.
const HIDDEN = -3.0e38f;
