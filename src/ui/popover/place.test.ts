import { describe, expect, test } from 'vitest';
import { placeBeside } from './place';

const viewport = { width: 390, height: 844 };
const panel = { width: 301, height: 153 };

describe('what a button opens', () => {
  test('stands below it, its left edge under the button', () => {
    const button = { left: 41, top: 107, width: 63, height: 21 };
    expect(placeBeside(button, panel, viewport)).toEqual({ left: 41, top: 134 });
  });

  test('stands above it where there is no room below', () => {
    const button = { left: 41, top: 707, width: 63, height: 21 };
    expect(placeBeside(button, panel, viewport)).toEqual({ left: 41, top: 548 });
  });

  test('keeps inside the viewport at either side', () => {
    const right = { left: 351, top: 107, width: 33, height: 21 };
    expect(placeBeside(right, panel, viewport).left).toBe(390 - 301 - 8);
    const left = { left: -17, top: 107, width: 33, height: 21 };
    expect(placeBeside(left, panel, viewport).left).toBe(8);
  });

  test('covers the button where neither side has room, and begins in sight where nothing has', () => {
    const button = { left: 41, top: 107, width: 63, height: 21 };
    expect(placeBeside(button, panel, { width: 390, height: 251 }).top).toBe(251 - 153 - 8);
    expect(placeBeside(button, { width: 301, height: 907 }, viewport).top).toBe(8);
  });
});
