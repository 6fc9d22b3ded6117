// The receipts before anything runs: what they say, what they follow, and that they add up.
import { expect, test } from '@playwright/test';
import { bytes, receipt } from './places';

test.describe('receipts', () => {
  test('of DeepSeek-V3 show its published 70,272 bytes a token, and add up', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3&ctx=4096&batch=2');
    await expect(bytes(page, 'mla', 'latents')).toHaveText('1,024 B');
    await expect(bytes(page, 'mla', 'ropeKeys')).toHaveText('128 B');
    await expect(bytes(page, 'mla', 'perLayer')).toHaveText('1,152 B');
    await expect(bytes(page, 'mla', 'perToken')).toHaveText('70,272 B');
    await expect(bytes(page, 'mla', 'perSequence')).toHaveText('287,834,112 B');
    await expect(bytes(page, 'mla', 'inAll')).toHaveText('575,668,224 B');
    await expect(bytes(page, 'mha', 'perToken')).toHaveText('3,997,696 B');
    await expect(receipt(page, 'mla')).toContainText('56.9× less than MHA');
    await expect(receipt(page, 'mla').locator('.tag')).toHaveText('native');
    await expect(receipt(page, 'mha').locator('.tag')).toHaveText('proposal');
  });

  test('follow the preset picker', async ({ page }) => {
    await page.goto('./?lang=en');
    await page.getByLabel('Model', { exact: true }).selectOption({ label: 'Falcon-7B' });
    await expect(receipt(page, 'mqa').locator('.tag')).toHaveText('native');
    await expect(bytes(page, 'mqa', 'perToken')).toHaveText('8,192 B');
  });

  test('follow the mode of MLA, whose naive cache is larger than MHA', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3');
    await receipt(page, 'mla').getByText('naive', { exact: true }).click();
    await expect(bytes(page, 'mla', 'perToken')).toHaveText('4,997,120 B');
    await expect(receipt(page, 'mla')).toContainText('1.25× more than MHA');
  });

  test('take their ratios against the baseline chosen, and name it', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3');
    await page.getByRole('button', { name: 'Compare with GQA' }).click();
    await expect(receipt(page, 'mla')).toContainText('3.56× less than GQA');
    await expect(receipt(page, 'mha')).toContainText('16× more than GQA');
  });

  test('show bytes in the unit chosen, in one place', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3&ctx=32768');
    await expect(bytes(page, 'mla', 'grandTotal')).toHaveText('2.30 GB');
    await page.getByText('KiB = 1024').click();
    await expect(bytes(page, 'mla', 'grandTotal')).toHaveText('2.14 GiB');
    await expect(page.locator('#cache-against-context .finding')).toContainText('GiB');
  });

  test('show padding apart from the formula', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=tiny-gqa&dh=30&format=f16&unit=decimal');
    await expect(receipt(page, 'gqa').locator('.padding-note')).toContainText('16 B');
  });
});

test('the largest sizes still make a bill whose lines multiply out', async ({ page }) => {
  await page.goto(
    './?lang=en#v=1&model=llama3.1-8b&dh=255&dv=253&ctx=4194303&batch=4095&layers=1023',
  );
  const expected = (255n + 253n) * 2n * 1023n * 4194303n * 4095n;
  await expect(bytes(page, 'mqa', 'inAll')).toHaveText(`${expected.toLocaleString('en-US')} B`);
});
