// part/counters.wgsl: counts what attention loads of the cache, exactly and on any device: times vary, loads do not.

// Quads of keys, of values and of second key pieces; a test sets them to 0.
@group(2) @binding(3) var<storage, read_write> loads: array<atomic<u32>, 3>;
