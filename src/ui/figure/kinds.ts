// Where a figure on the page comes from; every element that shows one says it in `data-kind`.

/**
 * `computed` from a plan, `measured` on this device, `quoted` from a source, `chosen` by the reader (an echo of a
 * control); `name` is no figure but a name that has digits, `scale` the ticks and captions that others are read by.
 */
export type FigureKind = 'computed' | 'measured' | 'quoted' | 'chosen' | 'name' | 'scale';
