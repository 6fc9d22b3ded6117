// The page's one motion: squares slide from the block that held them into the one that does. Loaded after the page.
//
// Drawn over the receipts, which are already as they will be: the paper of a block is covered until its squares are
// there. Only choices slide; a drag is answered at once. Where one square comes to stand for something else,
// no square of the old drawing is one of the new: the drawing is cut over to the new one, because squares that slid or
// faded into others would show two scales under one caption.

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Bill, SquareScale } from '../../state/bills';
import { controlsStore } from '../../state/controls';
import { beforeStore } from './before';
import { changesOf } from './changes';
import { isChoice } from './isChoice';
import { easedOut, runAt, slidesOf, type Block, type Move, type Place, type Slide } from './slide';
import { blocksIn, seenBlocks, type Motion, type Shown } from './stripBlocks';
import { columns, gridFill, rows, side, StripPatterns } from './stripPaper';

const durationMs = 280;

const isSameScale = (a: SquareScale, b: SquareScale): boolean =>
  a.unit === b.unit && a.perSquare === b.perSquare;

const atRest: Motion = { slides: [], part: 1 };

interface Drawing {
  readonly slides: readonly Slide[];
  /** Whose receipts are no longer there, and with them the patterns of their squares. */
  readonly gone: readonly Bill[];
  /** Of what it is drawn over, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** In the units of a strip, which begins half a line outside of its squares. */
const placed = ({ x, y, side: pixels }: Place): string =>
  `translate(${x} ${y}) scale(${pixels / side}) translate(0.5 0.5)`;

const pathOf = ({ to, squares }: Move): string =>
  `M${to.x * side},${to.y * side}h${squares * side}v${side}h${-squares * side}Z`;

/** Draws every run where it is after this part of its way; React draws once for a choice, and not for a frame. */
function drawAt(squares: SVGGElement, slides: readonly Slide[], part: number): void {
  slides.forEach(({ moves }, i) => {
    const runs = squares.children[i]?.children;
    moves.forEach((move, j) => {
      const { x, y, opacity } = runAt(move, part);
      const [left, top] = [(x - move.to.x) * side, (y - move.to.y) * side];
      runs?.[j]?.setAttribute('transform', `translate(${left} ${top})`);
      runs?.[j]?.setAttribute('opacity', String(opacity));
    });
  });
}

export function SlidingSquares({
  bills,
  scale,
  row,
}: Shown & { row: RefObject<HTMLElement | null> }) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const squares = useRef<SVGGElement>(null);
  const shown = useRef<Shown>({ bills, scale });
  const motion = useRef(atRest);
  const chosenFrom = useRef<readonly Block[] | null>(null);

  // Until React draws what was chosen, the page is as it was.
  useLayoutEffect(
    () =>
      controlsStore.subscribe((after, before) => {
        if (!isChoice(before, after)) chosenFrom.current = null;
        else if (row.current) {
          chosenFrom.current ??= seenBlocks(row.current, shown.current, motion.current);
        }
      }),
    [row],
  );

  useLayoutEffect(() => {
    const [old, from] = [shown.current, chosenFrom.current];
    shown.current = { bills, scale };
    chosenFrom.current = null;
    if (old.bills === bills) return;
    const isReduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (from && isReduced) beforeStore.setState(changesOf(old.bills, bills), true);
    const cut = isReduced || document.hidden || !isSameScale(old.scale, scale);
    if (cut || !from || !row.current) {
      setDrawing(null);
      return;
    }
    const slides = slidesOf(from, blocksIn(row.current, shown.current));
    const { scrollWidth: width, scrollHeight: height } = row.current;
    setDrawing((last) => {
      if (slides.length === 0) return null;
      const gone = [...old.bills, ...(last?.gone ?? [])].filter(({ key }) =>
        slides.some((slide) => slide.isGone && slide.key === key),
      );
      return { slides, gone, width, height };
    });
  }, [bills, scale, row]);

  useLayoutEffect(() => {
    const drawn = squares.current;
    if (!drawing || !drawn) return;
    const drawPart = (part: number) => {
      motion.current = { slides: drawing.slides, part };
      drawAt(drawn, drawing.slides, part);
    };
    const stop = () => setDrawing(null);
    let begunMs: number | null = null;
    const step = (nowMs: number) => {
      begunMs ??= nowMs;
      const part = (nowMs - begunMs) / durationMs;
      if (part >= 1) {
        stop();
        return;
      }
      drawPart(easedOut(part));
      frame = requestAnimationFrame(step);
    };
    drawPart(0);
    let frame = requestAnimationFrame(step);
    document.addEventListener('visibilitychange', stop);
    window.addEventListener('resize', stop);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', stop);
      window.removeEventListener('resize', stop);
      motion.current = atRest;
    };
  }, [drawing]);

  if (!drawing) return null;
  const { slides, gone, width, height } = drawing;
  return (
    <svg className="sliding-squares" width={width} height={height} aria-hidden="true">
      {gone.map((bill) => (
        <StripPatterns key={bill.key} bill={bill} />
      ))}
      {slides
        .filter(({ isGone }) => !isGone)
        .map(({ key, place }) => (
          <g key={key} transform={placed(place)}>
            <rect
              x={-0.5}
              y={-0.5}
              width={columns * side + 1}
              height={rows * side + 1}
              fill="var(--paper)"
            />
            <rect width={columns * side} height={rows * side} fill={gridFill(key)} />
          </g>
        ))}
      <g ref={squares}>
        {slides.map(({ key, place, moves }) => (
          <g key={key} transform={placed(place)}>
            {moves.map((move, i) => (
              <g key={i}>
                <path d={pathOf(move)} fill={move.fill} />
                <path d={pathOf(move)} fill={gridFill(key)} />
              </g>
            ))}
          </g>
        ))}
      </g>
    </svg>
  );
}
