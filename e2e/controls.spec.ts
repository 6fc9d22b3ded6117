// The controls: what a field and a slider take, and what they say of it.
import { expect, test } from '@playwright/test';
import { bytes, control, field, receipt, slider } from './places';

test.describe('a kv head count that does not divide', () => {
  test('is explained, and spoils the one receipt that reads it', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=llama3.1-8b');
    const before = await bytes(page, 'mla', 'perToken').innerText();
    await field(page, 'kvHeads').fill('5');
    const problem = '32 query heads do not divide by 5 kv heads';
    await expect(control(page, 'kvHeads').locator('.problem')).toHaveText(problem);
    await expect(control(page, 'kvHeads').locator('.hint')).toHaveText('divides 32: 1 2 4 8 16 32');
    await expect(slider(page, 'kvHeads')).toHaveAttribute('aria-valuetext', '5');
    await expect(field(page, 'kvHeads')).toHaveAttribute('aria-invalid', 'true');
    await expect(receipt(page, 'gqa')).toContainText(problem);
    await expect(receipt(page, 'gqa').locator('.stamp')).toBeVisible();
    for (const id of ['mha', 'mqa', 'mla']) {
      await expect(receipt(page, id).locator('.stamp')).toHaveCount(0);
    }
    await expect(bytes(page, 'mla', 'perToken')).toHaveText(before);
    await expect(field(page, 'kvHeads')).toHaveValue('5');

    await field(page, 'kvHeads').fill('4');
    await expect(receipt(page, 'gqa').locator('.stamp')).toHaveCount(0);
    await expect(bytes(page, 'gqa', 'perToken')).toHaveText('65,536 B');
  });

  test('cannot be reached by the slider, which steps through the divisors', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=llama3.1-8b&g=1');
    const seen = ['1'];
    await slider(page, 'kvHeads').focus();
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('ArrowRight');
      seen.push(await field(page, 'kvHeads').inputValue());
    }
    expect(seen).toEqual(['1', '2', '4', '8', '16', '32', '32']);
    await expect(slider(page, 'kvHeads')).toHaveAttribute(
      'aria-valuetext',
      /kv heads: 32, query heads in a group: 1/,
    );
  });
});

test('a slider with one stop takes a value that is none at the first key', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&h=1');
  await expect(control(page, 'kvHeads').locator('.problem')).toHaveText(
    '1 query head does not divide by 8 kv heads',
  );
  await slider(page, 'kvHeads').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(field(page, 'kvHeads')).toHaveValue('1');
  await expect(receipt(page, 'gqa').locator('.stamp')).toHaveCount(0);
});

test('a context beyond the published one says how far that goes', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&ctx=131072');
  const note = control(page, 'context').locator('.hint');
  await expect(note).toHaveCount(0);
  await field(page, 'context').fill('131073');
  await expect(note).toHaveText('published for 131,072 tokens');
});

test('words typed for a number stay, are explained, and the last number is still used', async ({
  page,
}) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await field(page, 'layers').fill('many');
  await expect(control(page, 'layers').locator('.problem')).toHaveText(
    '“many” is not a number: 32 is still used',
  );
  await expect(bytes(page, 'gqa', 'perToken')).toHaveText('131,072 B');
  await field(page, 'queryHeads').focus();
  await expect(field(page, 'layers')).toHaveValue('many');
});
