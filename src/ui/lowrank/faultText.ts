// What is wrong with a file of weights, as a sentence.

import type { TFunction } from 'i18next';
import type { Fault } from '../../lowrank/fault';
import { exact } from '../quantity';

export function faultText(t: TFunction<'lowrank'>, { code, values }: Fault): string {
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? exact(value) : value,
    ]),
  );
  return t(`faults.${code}`, { replace: shown });
}
