// The page that answers how many can be served: its controls, and what stands in place of a chart.
import { expect, test, type Page } from '@playwright/test';

const open = async (page: Page, state: string) => {
  await page.goto(`./?lang=en#v=1&page=serving&${state}`);
  await page.locator('.deployment').waitFor();
};

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const finding = (page: Page, chart: string) => page.locator(`#${chart} .finding`);

test('a model that does not fit says what would do, and one press does it', async ({ page }) => {
  await open(page, 'model=deepseek-v3');
  const throughput = page.locator('#throughput-against-batch');
  await expect(throughput.locator('.nothing-served')).toContainText('Nothing fits yet');
  await throughput.getByRole('button', { name: 'Use 32 devices' }).click();
  await expect(finding(page, 'throughput-against-batch')).toContainText(
    'On 32 × GeForce RTX 4090 at 32,768 tokens',
  );
  await expect(throughput.locator('.recharts-line')).not.toHaveCount(0);
  await expect(page).toHaveURL(/devices=32/);
});

test('parameters are written as people write them, and nonsense loses nothing', async ({
  page,
}) => {
  await open(page, 'model=llama3.1-8b');
  const parameters = field(page, 'parameters');
  await expect(parameters).toHaveValue('8.03B');
  await expect(finding(page, 'throughput-against-batch')).toContainText('MQA fits 14 sequences');

  await parameters.fill('many');
  await expect(page.locator('.row-note.problem')).toContainText('8.03B is still used');
  await parameters.press('Tab');
  await expect(parameters).toHaveValue('many');
  await expect(parameters).toHaveAttribute('aria-invalid', 'true');

  await parameters.fill('1.5b');
  await expect(page.locator('.row-note.problem')).toHaveCount(0);
  await expect(field(page, 'active')).toHaveValue('1.5B');
  await field(page, 'active').fill('8.03b');
  await expect(page.locator('.row-note.problem')).toContainText(
    '8.03B active parameters are more than all 1.5B',
  );
  await field(page, 'active').fill('');
  await expect(page.locator('.row-note.problem')).toHaveCount(0);
  await expect(parameters).toHaveValue('1.5B');

  await parameters.fill('');
  await expect(page.locator('#waiting .nothing-served')).toContainText(
    'no source states how many parameters Llama-3.1 8B has',
  );
  await page.locator('#waiting').getByRole('button', { name: 'Give the parameters' }).click();
  await expect(parameters).toBeFocused();
});

test('devices that cannot share the heads are named, with the numbers that can', async ({
  page,
}) => {
  await open(page, 'model=llama3.1-8b');
  await field(page, 'how many').fill('3');
  await expect(page.locator('.row-note.problem')).toContainText('1, 2, 4, 8, 16, 32');
  await field(page, 'how many').fill('0');
  await expect(page.locator('.row-note.problem')).toContainText('from 1 to 1,024');
  await field(page, 'how many').fill('3');
  await page
    .locator('#throughput-against-batch')
    .getByRole('button', { name: 'Share out sequences' })
    .click();
  await expect(page.locator('.row-note.problem')).toHaveCount(0);
  await expect(page.locator('#throughput-against-batch .recharts-line')).not.toHaveCount(0);
});

test('a device without a stated rate of its matrix units says so', async ({ page }) => {
  await open(page, 'model=llama3.1-8b&device=rtx5090');
  await expect(page.locator('.deployment')).toContainText(
    'No source states the rate of the matrix units of GeForce RTX 5090',
  );
  await expect(page.locator('#waiting .chart-note')).toContainText('plain f32 of shaders');
});

test('waiting is for the first token or for the rate after it, and the link keeps which', async ({
  page,
}) => {
  await open(page, 'model=llama3.1-8b&batch=4&ctx=8192');
  await expect(finding(page, 'waiting')).toContainText('waits for its first token');
  await page.getByText('each token after it').click();
  await expect(finding(page, 'waiting')).toContainText('each of 4 sequences gets');
  await expect(page).toHaveURL(/wait=next/);
  await page.locator('#waiting .chart-data summary').click();
  await expect(page.locator('#waiting .chart-data thead')).toContainText('tokens/s');
});
