// beside/nothing.wgsl: a transposed projection is all that its dispatch does.

fn work_beside(lane: u32, head: u32, first_row: u32, rows_end: u32) {}
