// kept/plain.wgsl: contexts are of values as they are.

fn turn_kept(lane: u32) {}
