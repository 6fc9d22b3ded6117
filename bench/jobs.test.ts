import { describe, expect, test } from 'vitest';
import { jobsOf, suiteNames, type Job, type SuiteOptions } from './jobs';

const options: SuiteOptions = {
  modelId: 'tiny-gqa',
  contexts: [64, 128],
  formats: ['f32', 'int8'],
  rounds: 5,
  threads: 1,
  shapes: '',
  systems: '',
  ways: '',
};

const shapesOf = (jobs: readonly Job[]) =>
  jobs.flatMap((job) => ('shape' in job ? [job.shape.id] : []));

describe('the suites', () => {
  test.each(suiteNames)('%s has something to do, in as many rounds as asked for', (suite) => {
    const jobs = jobsOf(suite, options);
    expect(jobs.length).toBeGreaterThan(0);
    for (const { rounds } of jobs) expect(rounds).toBe(5);
  });

  test('peers compares decode of four variants at three lengths, prompts of two, and projections', () => {
    const decode = ['MHA', 'GQA-8', 'MQA', 'MLA'].flatMap((variant) =>
      [512, 2048, 8192].map((context) => `decode ${variant} ${context}`),
    );
    const prefill = ['MHA', 'GQA-8'].flatMap((variant) =>
      [256, 512, 1024].map((tokens) => `prefill ${variant} ${tokens}`),
    );
    const shapes = shapesOf(jobsOf('peers', options));
    const projections = ['project 1024 rows by 1024 × 1024', 'project 1 row by 4096 × 4096'];
    expect(shapes.toSorted()).toEqual([...decode, ...prefill, ...projections].toSorted());
  });

  test('other prompts are compared where they are asked for', () => {
    const asked = (shapes: string) => shapesOf(jobsOf('peers', { ...options, shapes }));
    expect(asked('prefill MLA')).toEqual([
      'prefill MLA 256',
      'prefill MLA 512',
      'prefill MLA 1024',
    ]);
    expect(asked('prefill')).toHaveLength(6);
    expect(asked('MQA 2048')).toEqual(['decode MQA 2048']);
    expect(asked('decode GQA-8 512')).toEqual(['decode GQA-8 512']);
  });

  test('mla runs every mode of MLA, decode one of each variant, layer whole layers', () => {
    const one = (suite: 'mla' | 'decode' | 'layer') => {
      const [job] = jobsOf(suite, options);
      if (job?.kind !== 'contexts') throw new Error('a job of contexts');
      return job;
    };
    expect(one('mla').contenders.map(({ mode }) => mode)).toEqual(
      expect.arrayContaining(['absorbed', 'expanded', 'naive']),
    );
    expect(new Set(one('decode').contenders.map(({ variantId }) => variantId)).size).toBe(
      one('decode').contenders.length,
    );
    expect(one('layer').scope).toBe('wholeLayer');
    expect(one('decode').formats).toEqual(['f32', 'int8']);
  });
});
