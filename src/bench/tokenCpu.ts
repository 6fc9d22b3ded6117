// One token on the CPU, its tensors read back; what is made of cached rows is made head by head there, and kept nowhere.

import { openRunner } from '../cpu/open';
import { threadCount } from '../cpu/threadCount';
import type { Point } from './contest';
import { refusal, unsupported } from './decodeCpu';
import { CpuPoint } from './decodeCpuPoint';
import type { RunFailure } from './records';
import type { TokenInputs } from './tokenInputs';
import type { TokenRequest } from './tokenRecords';
import { idsOf, type TokenMade } from './tokenReports';

/** Throws where the browser has no room, or the signal's reason. */
export async function tokenOnCpu(
  request: TokenRequest,
  point: Point,
  inputs: TokenInputs,
  signal: AbortSignal,
): Promise<TokenMade | RunFailure> {
  const refused = refusal(request, point);
  if (refused) return refused;
  const runner = await openRunner(threadCount()).catch(unsupported);
  if (!('memory' in runner)) return runner;
  try {
    const prepared = await CpuPoint.prepare(runner, request, point, signal);
    try {
      prepared.set(request.context, inputs);
      await prepared.time(1, signal);
      const { rows } = prepared.made(request.context);
      const { made } = idsOf(point.plan);
      const tensors = made.map((id) => [id, prepared.tensor(id)] as const);
      return { values: new Map([...tensors, ...rows]), unfused: new Set(), joined: [] };
    } finally {
      prepared.dispose();
    }
  } finally {
    runner.dispose();
  }
}
