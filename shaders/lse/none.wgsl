// lse/none.wgsl: nobody asks for the log-sum-exp.

fn store_lse(token: u32, head: u32, greatest: f32, weight: f32) {
}
