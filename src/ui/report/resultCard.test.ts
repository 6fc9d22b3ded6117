import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { addFigureWords } from '../../i18n/figureWords';
import { startI18n } from '../../i18n/i18n';
import { addResultsWords } from '../../i18n/resultsWords';
import { defaultControls } from '../../state/controls';
import { requestOf } from '../../state/decode';
import { fakeDevice, fakePoint } from '../../state/fakeEngine.test-support';
import { noRace, type Race } from '../../state/race';
import { raceRequestOf } from '../../state/raceRequest';
import { noResults, type Results } from '../../state/results';
import { resultCard } from './resultCard';

beforeAll(async () => {
  const texts = await startI18n('en');
  await texts.loadLanguages('zh-CN');
  addFigureWords();
  addResultsWords();
});

const controls = { ...defaultControls('tiny-gqa'), shown: ['gqa', 'mla'] };
const request = requestOf(controls, 'gpu');
const raceRequest = raceRequestOf(controls, 'gpu');
if (!request || !raceRequest) throw new Error('nothing can run');

const circumstances = {
  version: '7.1.3',
  browser: 'Browser/9 (X|Y)',
  date: '2026-11-23',
  link: 'http://127.0.0.1/#v=1&model=tiny-gqa',
};

const results: Results = {
  ...noResults,
  status: 'finished',
  run: { model: 'Tiny', request, device: fakeDevice },
  points: [fakePoint('gqa', 513, 8e5), fakePoint('mla', 513, 7e4)],
};

const racing = { variantId: 'gqa', mode: 'cached', ranOn: 'cpu' } as const;
const race: Race = {
  ...noRace,
  status: 'stopped',
  run: { model: 'Tiny', request: raceRequest, device: fakeDevice },
  context: 777,
  tracks: [
    {
      racing,
      allocatedBytes: 9,
      bytesPerToken: 3,
      points: [],
      failure: null,
      agreement: null,
      lap: {
        ...racing,
        stepNs: 5e5,
        steps: 3,
        recentNs: [5e5, 6e5],
        medianNs: 5.5e5,
        q1Ns: 5e5,
        q3Ns: 6e5,
      },
    },
  ],
};

const cardIn = (language: string, given: Partial<{ results: Results; race: Race }> = {}) =>
  resultCard(
    {
      t: i18next.getFixedT(language),
      w: i18next.getFixedT(language, 'takeaway'),
      r: i18next.getFixedT(language, 'results'),
      s: i18next.getFixedT(language, 'race'),
    },
    { controls, results, race, isStale: false, circumstances, ...given },
  );

describe.each(['en', 'zh-CN'])('the card of results in %s', (language) => {
  test('has device, versions, settings, and every figure with its spread', () => {
    const text = cardIn(language);
    expect(text).toContain('test paper');
    expect(text).toContain('7.1.3');
    expect(text).toContain(`: <${circumstances.link}>`);
    expect(text).toContain('Browser/9 (X\\|Y)');
    expect(text).toMatch(/\| GQA \| 513 \| 800 µs \| 720 µs \| 960 µs \| 1 \|/);
    expect(text).toMatch(/\| GQA.*CPU.* \| 777 \| 550 µs \| 500 µs \| 600 µs \| 2 \|/);
    expect(text).not.toMatch(/undefined|NaN|\{\{|(card|report|columns)\.\w/);
  });

  test('of a race alone, and of nothing', () => {
    const raced = cardIn(language, { results: noResults });
    expect(raced).toContain('777');
    expect(raced).not.toContain('513');
    expect(cardIn(language, { results: noResults, race: noRace })).toBe('');
  });
});
