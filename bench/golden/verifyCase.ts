// Verifies one golden case with the readers that were chosen.

import { CaseChecks } from './compareCase';
import { GoldenValues, type GoldenCase } from './manifest';
import { judge, UnsupportedCase, type CaseOutcome } from './outcome';
import type { Reader } from './reader';
import { runAttentionCore } from './runCore';
import { runLayer } from './runLayer';
import { runMlaCore } from './runMlaCore';
import { runRopeApply } from './runRopeApply';
import { runRopeTable } from './runRopeTable';

async function run(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): Promise<void> {
  switch (golden.kind) {
    case 'attention_layer':
    case 'mla_layer':
      return runLayer(golden, values, reader, checks);
    case 'attention_core':
      return runAttentionCore(golden, values, reader, checks);
    case 'mla_core':
      return runMlaCore(golden, values, reader, checks);
    case 'rope_apply':
      return runRopeApply(golden, values, reader, checks);
    case 'rope_table':
      return runRopeTable(golden, values, reader, checks);
    default:
      throw new UnsupportedCase(`cases of the kind ${golden.kind}`);
  }
}

/** Runs the case on every reader; what stops one reader is said after the others had their turn. */
export async function verifyCase(
  folder: string,
  golden: GoldenCase,
  readers: readonly Reader[],
): Promise<CaseOutcome> {
  let stoppedBy: unknown;
  let checks: CaseChecks | undefined;
  try {
    const values = GoldenValues.load(folder, golden);
    checks = new CaseChecks(golden, values);
    for (const reader of readers) {
      try {
        await run(golden, values, reader, checks);
      } catch (error) {
        stoppedBy ??= error;
      }
    }
  } catch (error) {
    stoppedBy = error;
  }
  return judge(golden.name, checks?.checks ?? [], stoppedBy);
}
