// Where the boxes, steps and lines of a diagram stand: rows from top to bottom, as wide as there is room; no overlaps.

import { columnsOf } from './columns';
import type { Box, Diagram, Flow, StepNode } from './diagram';
import { linksBetween, ordered } from './order';
import { itemsOf, nodesOf, rowsOf, type Item, type Node } from './rows';

/** Pixels. */
export interface Measures {
  readonly width: number;
  /** A box is as wide as the fullest row allows, within these. */
  readonly leastBox: number;
  readonly mostBox: number;
  /** Between neighbours. */
  readonly gap: number;
  /** Room of lines that pass a row. */
  readonly passing: number;
  /** Between rows, where lines turn. */
  readonly channel: number;
  readonly stepHeight: (step: StepNode) => number;
  readonly boxHeight: (box: Box, boxWidth: number) => number;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox extends Rectangle {
  readonly box: Box;
}

/** A step stands on top of what it makes. */
export interface PlacedStep extends Rectangle {
  readonly step: StepNode;
}

/** The line of a flow, from the middle of a box's lower side to a step's upper side. */
export interface PlacedFlow {
  readonly step: number;
  readonly flow: Flow;
  /** Where it arrives. */
  readonly to: readonly [x: number, y: number];
  /** Where it turns: from row to row, at ends of straight pieces. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxWidth: number;
  readonly boxes: readonly PlacedBox[];
  readonly steps: readonly PlacedStep[];
  readonly flows: readonly PlacedFlow[];
}

/** What of a row of items is known before it is placed. */
interface Shape {
  readonly items: readonly Item[];
  readonly y: number;
  readonly height: number;
}

const countPassing = (items: readonly Item[]) => items.filter(({ passing }) => passing).length;

/** As wide as the fullest row allows. */
function boxWidthOf(rows: readonly (readonly Item[])[], measures: Measures): number {
  const { width, gap, passing, mostBox } = measures;
  const widest = rows.map((items) => {
    const lines = countPassing(items);
    const boxes = items.length - lines;
    const room = width - gap * (items.length - 1) - passing * lines;
    return boxes === 0 ? mostBox : room / boxes;
  });
  // Even, so that middles are whole pixels.
  return 2 * Math.floor(Math.min(mostBox, width, ...widest) / 2);
}

export function layout(diagram: Diagram, measures: Measures): Picture {
  const { width, leastBox, gap, passing, channel } = measures;
  const nodes = nodesOf(diagram);
  const fits = (boxes: number, lines: number) =>
    boxes * leastBox + lines * passing + gap * (boxes + lines - 1) <= width;
  const rows = ordered(nodes, [...itemsOf(nodes, rowsOf(nodes, fits))]);
  const boxWidth = boxWidthOf(rows, measures);
  const sizes = sizesOf(diagram, nodes, boxWidth, measures);

  let y = 0;
  const shapes = rows.map((items): Shape => {
    const heights = items.map(({ node, passing: line }) => (line ? 0 : (sizes[node]?.height ?? 0)));
    const shape = { items, y, height: Math.max(0, ...heights) };
    y += shape.height + channel;
    return shape;
  });
  const middles = columnsOf(
    rows.map((items) => ({ widths: items.map((i) => (i.passing ? passing : boxWidth)), gap })),
    rows.map((items, r) => linksBetween(nodes, rows[r - 1] ?? [], items)),
    width,
  ).map((row) => row.map(Math.floor));

  const { boxes, steps } = placeNodes(diagram, { nodes, shapes, middles, sizes, boxWidth });
  return {
    width,
    height: Math.max(0, y - channel),
    boxWidth,
    boxes,
    steps,
    flows: placeFlows({ boxes, steps }, { nodes, shapes, middles }),
  };
}

/** Heights of a node's parts, in pixels. */
interface NodeSize {
  readonly step: number;
  readonly boxes: readonly number[];
  readonly height: number;
}

function sizesOf(
  { boxes, steps }: Diagram,
  nodes: readonly Node[],
  boxWidth: number,
  { stepHeight, boxHeight }: Measures,
): readonly NodeSize[] {
  const boxOf = new Map(boxes.map((box) => [box.id, box]));
  return nodes.map((node) => {
    const made = steps.find(({ index }) => index === node.step);
    const step = made ? stepHeight(made) : 0;
    const heights = node.boxes.flatMap((id) => {
      const box = boxOf.get(id);
      return box ? [boxHeight(box, boxWidth)] : [];
    });
    return { step, boxes: heights, height: step + heights.reduce((sum, own) => sum + own, 0) };
  });
}

interface Frame {
  readonly nodes: readonly Node[];
  readonly shapes: readonly Shape[];
  readonly middles: readonly (readonly number[])[];
}

function placeNodes(
  diagram: Diagram,
  {
    nodes,
    shapes,
    middles,
    sizes,
    boxWidth,
  }: Frame & {
    readonly sizes: readonly NodeSize[];
    readonly boxWidth: number;
  },
): Pick<Picture, 'boxes' | 'steps'> {
  const boxOf = new Map(diagram.boxes.map((box) => [box.id, box]));
  const boxes: PlacedBox[] = [];
  const steps: PlacedStep[] = [];
  for (const [r, { items, y: top }] of shapes.entries()) {
    for (const [i, { node: place, passing }] of items.entries()) {
      const [node, size] = [nodes[place], sizes[place]];
      if (passing || !node || !size) continue;
      const x = Math.round((middles[r]?.[i] ?? 0) - boxWidth / 2);
      let y = top;
      const step = diagram.steps.find(({ index }) => index === node.step);
      if (step) {
        steps.push({ step, x, y, width: boxWidth, height: size.step });
        y += size.step;
      }
      for (const [b, id] of node.boxes.entries()) {
        const box = boxOf.get(id);
        const height = size.boxes[b] ?? 0;
        if (box) boxes.push({ box, x, y, width: boxWidth, height });
        y += height;
      }
    }
  }
  return { boxes, steps };
}

/** The lines that pass between a box and a row that reads it: down the middles of what passes each row. */
function placeFlows(
  { boxes, steps }: Pick<Picture, 'boxes' | 'steps'>,
  { nodes, shapes, middles }: Frame,
): PlacedFlow[] {
  const placeOf = new Map(nodes.flatMap((node, i) => node.boxes.map((id) => [id, i] as const)));
  const rowOf = (node: number) =>
    shapes.findIndex(({ items }) => items.some((item) => item.node === node && !item.passing));
  return steps.flatMap(({ step, x, y, width }) => {
    const flows = step.reads.flatMap((flow) => {
      const source = placeOf.get(flow.from);
      const from = boxes.find(({ box }) => box.id === flow.from);
      if (source === undefined || !from) return [];
      const first = rowOf(source);
      const last = shapes.findIndex((shape) => shape.y === y);
      const points: [number, number][] = [[from.x + from.width / 2, from.y + from.height]];
      for (let r = first; r < last; r++) {
        const shape = shapes[r];
        const at = shape?.items.findIndex((item) => item.node === source) ?? -1;
        const middle = middles[r]?.[at];
        if (!shape || middle === undefined) continue;
        if (r > first) points.push([middle, shape.y]);
        points.push([r > first ? middle : from.x + from.width / 2, shape.y + shape.height]);
      }
      return [{ flow, points, arriving: points.at(-1)?.[0] ?? 0 }];
    });
    // Those that come from the left arrive on the left; of the same box, in the order in which they are read.
    const sorted = flows.toSorted((a, b) => a.arriving - b.arriving);
    return sorted.map(({ flow, points }, i): PlacedFlow => {
      const to = [Math.round(x + (width * (i + 1)) / (sorted.length + 1)), y] as const;
      return { step: step.index, flow, to, points: [...points, to] };
    });
  });
}

/** A line as an SVG path: straight down within rows, a soft turn between them. Points come in pairs of such pieces. */
export function pathOf({ points }: PlacedFlow): string {
  const [start, ...others] = points;
  if (!start) return '';
  let path = `M${start.join(',')}`;
  let [x, y] = start;
  for (const [i, [nextX, nextY]] of others.entries()) {
    if (i % 2 === 0) path += `V${nextY}`;
    else {
      const half = (y + nextY) / 2;
      path += x === nextX ? `V${nextY}` : `C${x},${half} ${nextX},${half} ${nextX},${nextY}`;
    }
    [x, y] = [nextX, nextY];
  }
  return path;
}
