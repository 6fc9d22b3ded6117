// Where what a button opens stands: below it where there is room, above it else, and always inside the viewport.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels between the button and what it opens, and between that and the viewport's edge. */
const gap = 6;
const edge = 8;

/** All in pixels of the viewport; `viewport` without its scrollbars. */
export function placeBeside(
  button: Box,
  panel: Pick<Box, 'width' | 'height'>,
  viewport: Pick<Box, 'width' | 'height'>,
): Pick<Box, 'left' | 'top'> {
  const left = Math.max(edge, Math.min(button.left, viewport.width - panel.width - edge));
  const below = button.top + button.height + gap;
  const above = button.top - gap - panel.height;
  const lowest = viewport.height - panel.height - edge;
  // With room on neither side it covers the button rather than leave the viewport.
  const top = below <= lowest ? below : above >= edge ? above : Math.max(edge, lowest);
  return { left, top };
}
