// A preset with its own attention weighs what it was published with, and with another only attention changes.

import { describe, expect, test } from 'vitest';

import { layersOf } from '../attention/layers';
import { sizeOf, type Plan } from '../attention/plan';
import { proposeDims } from '../attention/propose';
import { nativeVariant, variantById } from '../attention/variants';
import type { Model } from '../facts/model';
import { modelById, models } from '../facts/models';
import { oneDevice } from './parallel';
import { weightBytes } from './served';
import { servedModel } from './servedModel';

const planOf = ({ dims, conventions }: Model, variant = nativeVariant(dims)): Plan =>
  variant.plan(proposeDims(dims), { phase: 'decode', conventions });

const own = (model: Model) => ({ groups: model.groups, plan: planOf(model) });
const weightsOf = (plan: Plan) => plan.weights.reduce((n, { axes }) => n + sizeOf(axes), 0);

describe('a preset as it is served', () => {
  const priced = models.filter((model) => servedModel(model, own(model)) !== null);

  test('is most of those whose parameters are known', () => {
    expect(priced.length).toBeGreaterThan(25);
    expect(priced.length).toBeLessThan(models.filter(({ parameters }) => parameters).length);
  });

  test.each(priced.map((model) => [model.id, model] as const))(
    '%s with its own attention holds all its parameters',
    (_, model) => {
      const served = servedModel(model, own(model));
      const count = model.parameters?.count ?? NaN;
      expect(served && weightBytes(served, oneDevice)).toBe(
        BigInt(Math.ceil((count * (served?.weightBits ?? NaN)) / 8)),
      );
    },
  );

  test('keeps all but attention with another variant', () => {
    const model = modelById('deepseek-v3');
    const mha = planOf(model, variantById('mha'));
    const [before, after] = [own(model), { groups: model.groups, plan: mha }].map((asked) =>
      servedModel(model, asked),
    );
    expect(after?.rest).toEqual(before?.rest);
    expect(after?.plan).toBe(mha);
    const more = (weightsOf(mha) - weightsOf(planOf(model))) * layersOf(model.groups);
    expect(after && before && weightBytes(after, oneDevice) - weightBytes(before, oneDevice)).toBe(
      BigInt(more),
    );
  });

  test('has its experts where a source states them, and meets fewer parameters than there are', () => {
    const v3 = servedModel(modelById('deepseek-v3'), own(modelById('deepseek-v3')));
    expect(v3?.rest.experts).toEqual({ count: 256, perToken: 8 });
    expect(v3?.rest.active).toBeLessThan((v3?.rest.total ?? 0) / 10);
    const dense = servedModel(modelById('llama3.1-8b'), own(modelById('llama3.1-8b')));
    expect(dense?.rest.experts).toBeUndefined();
    expect(dense?.rest.active).toBe(dense?.rest.total);
  });

  test('is nothing where parameters or bits are unknown, until the bits are given', () => {
    const served = (id: string, bits?: number) =>
      servedModel(modelById(id), own(modelById(id)), bits);
    expect(served('llama3.2-3b')).toBeNull();
    expect(served('gpt-oss-120b')).toBeNull();
    expect(served('gpt-oss-120b', 4.25)).toMatchObject({
      weightBits: 4.25,
      rest: { experts: { count: 128, perToken: 4 } },
    });
    expect(served('llama3.2-3b', 4)).toBeNull();
  });
});
