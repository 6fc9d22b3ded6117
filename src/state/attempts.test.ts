// Who is heard, of several that ask the engine one after the other.

import { expect, test } from 'vitest';
import type { RunOutcome } from '../engine/protocol';
import { createAttempts } from './attempts';

/** A question that is answered by hand. */
function question() {
  let tell: (event: number) => void = () => {};
  let end: (outcome: RunOutcome) => void = () => {};
  const ask = (onEvent: (event: number) => void) => {
    tell = onEvent;
    return new Promise<RunOutcome>((resolve) => (end = resolve));
  };
  return { ask, tell: (event: number) => tell(event), end: () => end({ ended: 'finished' }) };
}

test('one that another has replaced is heard no more, and has no outcome', async () => {
  const attempts = createAttempts();
  const [first, second] = [question(), question()];
  const heard: number[] = [];
  const firstEnd = attempts.run<number>(first.ask, (event) => heard.push(event));
  first.tell(1);
  const secondEnd = attempts.run<number>(second.ask, (event) => heard.push(event));
  first.tell(2);
  second.tell(3);
  first.end();
  second.end();
  expect(await firstEnd).toBeNull();
  expect(await secondEnd).toEqual({ ended: 'finished' });
  expect(heard).toEqual([1, 3]);
});

test('one that is left is heard no more', async () => {
  const attempts = createAttempts();
  const { ask, tell, end } = question();
  const heard: number[] = [];
  const ended = attempts.run<number>(ask, (event) => heard.push(event));
  attempts.leave();
  tell(1);
  end();
  expect(await ended).toBeNull();
  expect(heard).toEqual([]);
});

test('an error is an outcome, with what it says', async () => {
  const attempts = createAttempts();
  const outcome = await attempts.run(
    () => Promise.reject(new Error('the worker is gone')),
    () => {},
  );
  expect(outcome).toEqual({
    ended: 'failed',
    failure: { code: 'internal', message: 'the worker is gone' },
  });
});
