import { describe, expect, test } from 'vitest';
import { problemTemplates } from '../attention/dims';
import { proposeDims } from '../attention/propose';
import type { Variant } from '../attention/variant';
import { variants } from '../attention/variants';
import { caveatTexts } from '../facts/model';
import { en } from './en';
import { enGrowth } from './enGrowth';
import { enMemory } from './enMemory';
import { enRun } from './enRun';
import { startI18n } from './i18n';
import { zh } from './zh';
import { zhGrowth } from './zhGrowth';
import { zhMemory } from './zhMemory';
import { zhRun } from './zhRun';
import { filledIn, flatten } from './strings.test-support';

/** The page's strings, and those that variants bring along. */
const strings = (language: 'en' | 'zh') =>
  flatten({
    ...{
      en: { ...en, ...enRun, ...enGrowth, ...enMemory },
      zh: { ...zh, ...zhRun, ...zhGrowth, ...zhMemory },
    }[language],
    variants: Object.fromEntries(variants.map(({ id, texts }) => [id, texts[language]])),
  });

const english = strings('en');
const chinese = strings('zh');

/** Chinese has one form where English has a singular and a plural, or a singular and any other. */
function inChinese(key: string): string {
  if (!key.endsWith('_one')) return key;
  const plural = key.replace(/_one$/, '_other');
  return english.has(plural) ? plural : key.replace(/_one$/, '');
}

/** Modes that a variant has something to say of. */
const notedModes = ({ texts }: Variant): string[] => [
  ...new Set(Object.keys(texts.en.notes).map((key) => key.replace(/_\w+$/, ''))),
];

test('Chinese words have no spaces between them, whatever fills them in', async () => {
  const texts = await startI18n('zh-CN');
  const say = (baseline: string) => texts.t('receipt.moreAbout', { baseline, ratio: '7' });
  expect(say('MHA')).toBe('约为 <against>MHA</against> 的 <ratio>7</ratio> 倍');
  expect(say('固定项 A')).toBe('约为<against>固定项 A</against> 的 <ratio>7</ratio> 倍');
  expect(say('导入的模型')).toBe('约为<against>导入的模型</against>的 <ratio>7</ratio> 倍');
  expect(say('MLA（吸收）')).toBe('约为 <against>MLA（吸收）</against>的 <ratio>7</ratio> 倍');
});

test('both languages have the same keys, none empty', () => {
  const asked = new Set([...english.keys()].map(inChinese));
  expect([...chinese.keys()].sort()).toEqual([...asked].sort());
  for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('');
});

test.each([...english.keys()])('%s fills in the same values in both languages', (key) => {
  const said = filledIn(english.get(key));
  const saidInChinese = filledIn(chinese.get(inChinese(key)));
  // A singular may say its one in words.
  if (key.endsWith('_one')) expect(saidInChinese).toEqual(expect.arrayContaining(said));
  else expect(saidInChinese).toEqual(said);
});

test('Chinese sentences are Chinese', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Abbreviations, symbols and code stay as they are.
  expect(same.sort()).toEqual(
    [
      'decode.columns.n',
      'decode.columns.q1',
      'decode.columns.q3',
      'device.cpu',
      'device.gpu',
      'header.units.binary',
      'header.units.decimal',
    ].sort(),
  );
});

describe('what other layers name has words', () => {
  test.each(variants)(
    '$id: a note for every mode that it is used in, and for no other',
    (variant) => {
      const noted = notedModes(variant);
      const used = variant.modes.filter(({ usedFor }) => usedFor.length > 0);
      expect(noted).toEqual(expect.arrayContaining(used.map(({ id }) => id)));
      expect(variant.modes.map(({ id }) => id)).toEqual(expect.arrayContaining(noted));
    },
  );

  test.each(variants)('$id: no cache field named that it has not', (variant) => {
    const dims = proposeDims({ modelDim: 64, queryHeads: 4, kvHeads: 2, headDim: 16 });
    const kept = variant.modes.flatMap(
      ({ id }) => variant.plan(dims, { phase: 'decode', mode: id }).cache,
    );
    const named = Object.keys(variant.texts.en.fields ?? {});
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(named));
  });

  test('every mode of those variants that note several', () => {
    const choices = variants.map(notedModes).filter((modes) => modes.length > 1);
    expect(choices.length).toBeGreaterThan(0);
    expect(Object.keys(en.modes)).toEqual(expect.arrayContaining(choices.flat()));
  });

  test('every problem and every caveat', () => {
    expect(Object.keys(zh.problems)).toEqual(expect.arrayContaining(Object.keys(problemTemplates)));
    expect(Object.keys(zh.facts.caveats).sort()).toEqual(Object.keys(caveatTexts).sort());
  });
});

test('Chinese says which memory and which cache it means', () => {
  // Devices are CPUs and unified memory as well, which have no memory of a graphics card.
  for (const [key, text] of chinese) expect(text, key).not.toMatch(/(?<!内存\/)显存/);
  // Compiled kernels are not a KV cache.
  expect(chinese.get('decode.notCompiled')).not.toContain('缓存');
  expect(chinese.get('decode.setUpNote')).not.toContain('缓存');
});
