// How kernels read the words of their task.

export function word(task: usize, field: usize): i32 {
  return load<i32>(task + (field << 2));
}

export function address(task: usize, field: usize): usize {
  return load<u32>(task + (field << 2));
}

export function float(task: usize, field: usize): f32 {
  return load<f32>(task + (field << 2));
}
