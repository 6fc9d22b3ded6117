import { describe, expect, test } from 'vitest';
import { uniform } from '../../attention/random';
import { devices } from '../../facts/devices';
import { models } from '../../facts/models';
import { defaultControls } from '../../state/controls';
import { logAxis } from './axes';
import { overlap } from './labelBox';
import { boxOf, lineLabels, type NamedLine } from './lineLabels';

const plot = { left: 60, right: 480, top: 28, bottom: 310 };
const line = (text: string, height: number, optional = false): NamedLine => ({
  text,
  height,
  optional,
});

/** Names that cover each other, and names that another line crosses. */
function troubles(lines: readonly NamedLine[], room = plot): string[] {
  const labels = lineLabels(lines, room);
  const drawn = lines.flatMap((each, i) => {
    const label = labels[i];
    return label ? [{ ...each, box: boxOf(label, each.text, room) }] : [];
  });
  return drawn.flatMap((a, i) => [
    ...drawn.slice(i + 1).flatMap((b) => (overlap(a.box, b.box) ? [`${a.text} | ${b.text}`] : [])),
    ...drawn.flatMap(({ text, height }) =>
      text !== a.text && height > a.box.top && height < a.box.bottom ? [`${a.text} – ${text}`] : [],
    ),
  ]);
}

describe('names of level lines', () => {
  test('stand over their lines, at the left, where nothing is in the way', () => {
    expect(lineLabels([line('RTX 4090', 100), line('weights', 140)], plot)).toEqual([
      { x: 65, y: 95, anchor: 'start' },
      { x: 65, y: 135, anchor: 'start' },
    ]);
  });

  test('16 GB of weights 11 pixels under 24 GB of memory have their name under their line', () => {
    expect(lineLabels([line('RTX 4090', 100), line('weights, 16.1 GB', 111)], plot)).toEqual([
      { x: 65, y: 95, anchor: 'start' },
      { x: 65, y: 125, anchor: 'start' },
    ]);
  });

  test('between two close lines a third has its name at the other end, or is left out', () => {
    const [, , third] = lineLabels(
      [line('RTX 4090', 100), line('weights, 16.1 GB', 112), line('RTX 4060', 121, true)],
      plot,
    );
    // Its line would cross the weights' name, which stands from 114 to 130.
    expect(third).toBeNull();
    expect(lineLabels([line('A', 100), line('B', 103, true)], plot)[1]).toBeNull();
  });

  test('of lines that must be there are all there, whatever is optional', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const height = (i: number) => 60 + ((uniform(seed, i) + 1) / 2) * 220;
      const lines = [
        line('optional 1', height(1), true),
        line('GeForce RTX 4090', height(2)),
        line('optional 2', height(3), true),
        line('weights, 16.1 GB', height(4)),
      ];
      const labels = lineLabels(lines, plot);
      expect(labels[1]).not.toBeNull();
      expect(labels[3]).not.toBeNull();
      expect(troubles(lines)).toEqual([]);
    }
  });
});

test('a name goes where nothing else is written, and an optional line is not drawn through that', () => {
  const [usual] = lineLabels([line('GeForce RTX 4090', 160)], plot);
  if (!usual) throw new Error('a line that must be there has a name');
  const taken = [boxOf(usual, 'GeForce RTX 4090', plot)];
  const [moved, left] = lineLabels(
    [line('GeForce RTX 4090', 160), line('optional', usual.y - 4, true)],
    plot,
    taken,
  );
  expect(moved).not.toBeNull();
  expect(moved).not.toEqual(usual);
  expect(left).toBeNull();
});

test('no model’s weights write over the name of any device, on a page or a phone', () => {
  const usual = ['rtx4060', 'rtx4090', 'h100-sxm'];
  const crowded = models.flatMap(({ id }) => {
    const { parameters, weightBits } = defaultControls(id);
    const weightBytes = (parameters * weightBits) / 8;
    return devices.flatMap((device) => {
      const y = logAxis([1e6, 1e13, device.memoryBytes]);
      return [plot, { left: 80, right: 280, top: 28, bottom: 270 }].flatMap((room) => {
        const [low, high] = [Math.log(y.low), Math.log(y.high)];
        const heightOf = (bytes: number) =>
          room.bottom - ((Math.log(bytes) - low) / (high - low)) * (room.bottom - room.top);
        const memory = [
          line(device.name, heightOf(device.memoryBytes)),
          ...(weightBytes > 0 ? [line('weights, 16.1 GB', heightOf(weightBytes))] : []),
        ];
        const others = devices
          .filter((other) => usual.includes(other.id))
          .map(({ name, memoryBytes }) => line(`${name} `, heightOf(memoryBytes), true));
        return troubles([...memory, ...others], room).map((each) => `${id}: ${each}`);
      });
    });
  });
  expect(crowded).toEqual([]);
});
