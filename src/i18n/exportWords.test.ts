import i18next from 'i18next';
import { expect, test } from 'vitest';
import { commandNoteCodes, commandRefusalCodes, reasonCodes } from '../export/command';
import { configNoteCodes, configRefusalCodes } from '../export/config';
import { enExport } from './enExport';
import { addExportWords } from './exportWords';
import { startI18n } from './i18n';
import { zhExport } from './zhExport';
import { differing, flatten } from './strings.test-support';

const english = flatten(enExport);
const chinese = flatten(zhExport);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese', () => {
  for (const [key, text] of chinese) expect(text, key).toMatch(/\p{Script=Han}.*[。；]$/u);
});

test('every note, reason and refusal has its words, and no other', () => {
  const { config, command } = enExport;
  expect(Object.keys(config.notes).sort()).toEqual([...configNoteCodes].sort());
  expect(Object.keys(config.refusals).sort()).toEqual([...configRefusalCodes].sort());
  expect(Object.keys(command.reasons).sort()).toEqual([...reasonCodes].sort());
  expect(Object.keys(command.notes).sort()).toEqual([...commandNoteCodes].sort());
  expect(Object.keys(command.refusals).sort()).toEqual([...commandRefusalCodes].sort());
});

test('Chinese names devices and their memory as the page does', () => {
  for (const [key, text] of chinese) expect(text, key).not.toMatch(/块设备|显存/);
});

test('the page has them once they are brought in, with their values', async () => {
  await startI18n('en');
  const said = () =>
    i18next.t('command.reasons.contextThatFits', { ns: 'export', batch: 4, asked: 131072 });
  expect(said()).toBe('command.reasons.contextThatFits');
  addExportWords();
  expect(said()).toContain('you chose 131,072 tokens');
  await i18next.changeLanguage('zh-CN');
  expect(said()).toContain('你选的是 131,072 个 token');
});
