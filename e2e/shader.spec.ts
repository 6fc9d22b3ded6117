// The shaders as a person reads, changes and runs them: ten edits planted in the attention's text, and what the page says.
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';

const figure = (page: Page) => page.locator('#shader');
const text = (page: Page) => figure(page).locator('.code-stack textarea');
const verdict = (page: Page) => figure(page).locator('.code-verdict');
const ended = (page: Page) => verdict(page).locator('[data-status]');
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });

/** The attention of a small GQA, the second of three dispatches. */
const link = './?lang=en#v=1&model=tiny-gqa&page=code&code=gqa&dispatch=2&format=f32';

async function opened(page: Page, cachedTokens = 200): Promise<string> {
  await page.goto(`${link}&at=${cachedTokens}`);
  await expect(text(page)).toHaveValue(/fn attend/);
  await expect(button(page, 'Run this')).toBeEnabled();
  return text(page).inputValue();
}

/** Puts another text in the place of the linked one, and waits until its trial has ended. */
async function tried(page: Page, edited: string): Promise<void> {
  expect(edited).not.toBe(await text(page).inputValue());
  await text(page).fill(edited);
  await button(page, 'Apply edit').click();
  await expect(ended(page)).toHaveAttribute('data-status', /finished|failed|stopped/, {
    timeout: 60_000,
  });
}

const lineOf = (whole: string, part: string) =>
  whole.split('\n').findIndex((line) => line.includes(part)) + 1;

/** The text with a line more where the kernel begins. */
const atEntry = (code: string, line: string) =>
  code.replace(/(@compute[^{]*\{\n)/, (head) => `${head}  ${line}\n`);

/** The median of the edit's time over the linked one's. */
const ratio = async (page: Page): Promise<number> => {
  const told = await verdict(page).locator('.code-compared b').first().textContent();
  return Number(told?.replaceAll(/[×,]/g, ''));
};

const isWrong = (page: Page) =>
  expect(verdict(page).locator('.badge.disagrees')).toContainText('Wrong');

test('edits that do not compile are told at their line', async ({ page }) => {
  test.setTimeout(120_000);
  const complaints = listenToConsole(page);
  const linked = await opened(page);

  // 1. A syntax error.
  const broken = atEntry(linked, 'let broken = ;');
  await tried(page, broken);
  const line = lineOf(broken, 'let broken = ;');
  await expect(verdict(page).locator('.code-problem')).toContainText(`line ${line}:`);
  await expect(figure(page).locator('.code-bad')).toContainText('let broken = ;');
  await expect(figure(page).locator('.code-bad')).toBeInViewport();
  await expect(figure(page).locator('.code-fault')).toContainText('initializer');

  // 2. A name that nobody declares; the press selects its line.
  const unknown = linked.replace('return', 'let y = nobody;\n  return');
  await tried(page, unknown);
  await expect(figure(page).locator('.code-fault')).toContainText("'nobody'");
  await button(page, 'Go to the line').click();
  await expect
    .poll(() =>
      text(page).evaluate((area) =>
        area instanceof HTMLTextAreaElement
          ? area.value.slice(area.selectionStart, area.selectionEnd)
          : '',
      ),
    )
    .toContain('let y = nobody;');
  // What was written since is not blamed for it.
  await text(page).fill(`${unknown}\n`);
  await expect(figure(page).locator('.code-bad')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('edits that are wrong are red: a constant, a key, an index, a NaN', async ({ page }) => {
  test.setTimeout(180_000);
  const linked = await opened(page);

  // 3. A wrong scale.
  await tried(page, linked.replace(/const SCALE = [^;]+;/, 'const SCALE = 0.9f;'));
  await isWrong(page);

  // 4. The last key is skipped.
  const skipped = linked
    .replace(/(const KEY_RUN = [^;]+;)/, '$1')
    .replace(
      /(fn visible_keys\([^{]*\{)([^}]*)return vec2u\(([^;]*)\);/,
      '$1$2let all = vec2u($3);\n  return vec2u(all.x, all.y - 1u);',
    );
  await tried(page, skipped);
  await isWrong(page);

  // 5. An index far out of range: the device keeps it in, and the result is wrong.
  const store = /partials\[partial \* \(VALUE_QUADS \+ 1u\) \+ column\]/;
  await tried(page, linked.replace(store, 'partials[partial * 7777777u + column + 99999999u]'));
  await isWrong(page);

  // 6. A NaN.
  await tried(
    page,
    linked.replace(/(\+ column\] = )(\w+);/, '$1$2 / f32(step.batch - step.batch);'),
  );
  await isWrong(page);
  await expect(verdict(page).locator('.badge')).toContainText('NaN');
});

test('slower, faster and as fast are told with their spread', async ({ page }) => {
  test.setTimeout(180_000);
  // So many that the kernel takes longer than what starts it.
  const linked = await opened(page, 8192);

  // 7. A loop that does nothing, and takes time.
  const idle =
    'var idle = 0.5f; for (var i = 0u; i < 20000u; i++) { idle = fract(idle * 1.7f); } if (idle > 9.0f) { return; }';
  await tried(page, atEntry(linked, idle));
  await expect(verdict(page).locator('.badge.agrees')).toBeVisible();
  await expect(verdict(page).locator('.code-compared')).toHaveAttribute('data-pace', 'slower');
  expect(await ratio(page)).toBeGreaterThan(1.2);
  await expect(verdict(page).locator('.spread').last()).toContainText('–');

  // 8. Nothing is done at all: faster, and wrong.
  await tried(page, atEntry(linked, 'if (step.batch < 99u) { return; }'));
  await isWrong(page);
  await expect(verdict(page).locator('.code-compared')).toHaveAttribute('data-pace', 'faster');
  expect(await ratio(page)).toBeLessThan(0.9);

  // 9. A comment more.
  await tried(page, `// nothing changes\n${linked}`);
  await expect(verdict(page).locator('.badge.agrees')).toBeVisible();
  expect(await ratio(page)).toBeGreaterThan(0.5);
  expect(await ratio(page)).toBeLessThan(2);
});

test('an endless loop harms nothing, and reset is exact', async ({ page }) => {
  test.setTimeout(180_000);
  const complaints = listenToConsole(page);
  const linked = await opened(page);

  // 10. A loop without an end.
  const endless = atEntry(linked, 'loop { if (step.batch == 999u) { break; } }');
  const beganMs = Date.now();
  await tried(page, endless);
  expect(Date.now() - beganMs).toBeLessThan(20_000);
  await expect(verdict(page).locator('.code-problem')).toContainText('A loop without an end?');
  await expect(verdict(page).locator('.code-problem')).toContainText(
    `line ${lineOf(endless, 'loop {')}:`,
  );
  await expect(verdict(page).locator('.code-compared')).toHaveCount(0);

  await button(page, 'Reset').click();
  expect(await text(page).inputValue()).toBe(linked);
  await expect(button(page, 'Apply edit')).toBeDisabled();
  await button(page, 'Run this').click();
  await expect(figure(page).locator('.shader-state')).toContainText('agrees with float64', {
    timeout: 60_000,
  });
  // Nor was the engine of the rest of the page touched.
  await page.evaluate(() => {
    window.location.hash = '#v=1&model=tiny-gqa&upto=128&rounds=5';
  });
  await page.locator('.run-panel .button.primary').click();
  await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'finished', {
    timeout: 90_000,
  });
  expect(complaints).toEqual([]);
});

test('a text is read and changed file by file, and its lines know their file', async ({ page }) => {
  const linked = await opened(page);
  await figure(page).locator('.code-files').getByText('mask/causal', { exact: true }).click();
  const part = await text(page).inputValue();
  expect(part.length).toBeLessThan(linked.length / 5);
  expect(linked).toContain(part);
  await text(page).fill(`// mine\n${part}`);
  await expect(figure(page).locator('.code-place')).toContainText('shaders/mask/causal.wgsl');
  await figure(page).locator('.code-files').getByText('whole text', { exact: true }).click();
  expect(await text(page).inputValue()).toBe(linked.replace(part, `// mine\n${part}`));
  await button(page, 'Reset').click();
  expect(await text(page).inputValue()).toBe(linked);
});

test('the rungs of the ladder are timed, one of them is what runs', async ({ page }) => {
  test.setTimeout(180_000);
  await opened(page);
  const rungs = figure(page).locator('.ladder tbody tr');
  expect(await rungs.count()).toBeGreaterThan(2);
  await expect(figure(page).locator('.rung-chosen')).toHaveCount(1);
  await button(page, 'Time the rungs').click();
  await expect(rungs.locator('td:last-child .measured')).toHaveCount(await rungs.count(), {
    timeout: 150_000,
  });
});
