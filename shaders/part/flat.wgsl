// part/flat.wgsl: one index over a grid that is folded where a row of workgroups would be too long.

fn flat_index(group: vec3u, groups: vec3u, lane: u32) -> u32 {
  return (group.y * groups.x + group.x) * 64u + lane;
}
