// Makes a file of a chart and has the browser save it. Loaded when the first chart is saved.

import { saveFile } from '../../saveFile';
import { toCsv, type Table } from '../csv';
import { composeSvg, type ComposedSvg, type Ink } from './composeSvg';
import { fontFacesFor } from './fontFaces';
import type { ChartWords, SaveFormat } from './formats';
import { toJson } from './json';
import { paint } from './paint';
import { plainColour } from './plainColour';

export interface Chart {
  /** The chart on the page: its drawing and its legend are painted from there. */
  readonly figure: Element;
  readonly words: ChartWords;
  /** The last line of a picture. */
  readonly source: string;
  readonly language: string;
  readonly table: Table;
}

/** Pixels of a PNG for one of the page's. */
const pngScale = 2;

function inkOf(figure: Element): Ink {
  const style = getComputedStyle(figure);
  const token = (name: string) => plainColour(style.getPropertyValue(name).trim());
  return {
    ground: token('--ground'),
    grid: token('--grid'),
    ink: token('--ink'),
    quietInk: token('--ink-2'),
    fontFamily: style.fontFamily,
  };
}

async function toSvg({ figure, words, source, language }: Chart): Promise<ComposedSvg> {
  const drawing = figure.querySelector('.drawing');
  const legend = figure.querySelector('.legend');
  const ink = inkOf(figure);
  const context = document.createElement('canvas').getContext('2d');
  if (!drawing || !legend || !context) throw new Error('there is no drawing');
  const painted = { drawing: paint(drawing), legend: paint(legend) };
  const named = ink.fontFamily + painted.drawing.markup + painted.legend.markup;
  return composeSvg({
    ...painted,
    ink,
    language,
    title: words.title,
    finding: words.finding,
    source,
    fontFaces: await fontFacesFor(named),
    widthOf: (text, { size, weight }) => {
      context.font = `${weight} ${size}px ${ink.fontFamily}`;
      return context.measureText(text).width;
    },
  });
}

async function toPng({ text, width, height }: ComposedSvg): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * pngScale;
    canvas.height = height * pngScale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    if (!blob) throw new Error('the browser made no picture');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function fileOf(chart: Chart, format: SaveFormat): Promise<Blob> {
  switch (format) {
    case 'csv':
      return new Blob([toCsv(chart.table)], { type: 'text/csv;charset=utf-8' });
    case 'json':
      return new Blob([toJson(chart.words, chart.table)], { type: 'application/json' });
    case 'svg':
      return new Blob([(await toSvg(chart)).text], { type: 'image/svg+xml' });
    case 'png':
      return toPng(await toSvg(chart));
  }
}

export async function saveChart(chart: Chart, format: SaveFormat, name: string): Promise<void> {
  saveFile(await fileOf(chart, format), name);
}
