// What is read off a WGSL text, on one small enough to count by hand.

import { expect, test } from 'vitest';
import { WgslText } from './wgslText.test-support';

const code = `
const ROWS = 5u;
const BLOCKS = (ROWS * 4u + 7u) / 8u;
const MOST = min(BLOCKS, 64u) % 2u;
// var<workgroup> absent: array<f32, 4096>; workgroupBarrier();
var<workgroup> parts: array<array<f32, ROWS>, 3>;
var<workgroup> tile: array<vec4f, 2u * BLOCKS>;

fn share(lane: u32) -> f32 {
  workgroupBarrier();
  for (var half = 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
  }
  return tile[lane].x;
}

@compute @workgroup_size(4)
fn kernel(@builtin(local_invocation_index) lane: u32) {
  var sums = array<array<vec4f, BLOCKS>, 2>();
  var total = 0.0f;
  var four = vec4f(0.0f);
  var kept = array<f32, 9>();
  var turns = 0u;
  for (var key = 0u; key < ROWS; key++) {
    if (key > 1u) {
      workgroupBarrier();
    } else {
      workgroupBarrier();
    }
    total += share(lane);
    for (var i = 0u; i < 4u; i++) {
      sums[i % 2u][0] += tile[i];
      four.x += 1.0f;
      turns += 1u;
    }
  }
  kept[0] = total;
  workgroupBarrier();
}`;

const text = new WgslText(code);

test('constants are what their expressions say', () => {
  expect(text.constant('BLOCKS')).toBe(3);
  expect(text.constant('MOST')).toBe(1);
  expect(() => text.constant('LANES')).toThrow('LANES');
});

test('workgroup variables are counted in whole 16 bytes, comments not', () => {
  expect(text.workgroupBytes).toBe(64 + 96);
});

test('barriers are counted by the turns of the loop that passes them, through calls', () => {
  expect(text.passage).toEqual({
    barriers: 1,
    loops: [
      {
        barriers: 3,
        loops: [
          { barriers: 1, loops: [] },
          { barriers: 0, loops: [] },
        ],
      },
    ],
  });
});

test('accumulators are what is added to, if it is f32', () => {
  expect(text.accumulators).toEqual([
    { name: 'sums', values: 24 },
    { name: 'total', values: 1 },
    { name: 'four', values: 4 },
  ]);
});
