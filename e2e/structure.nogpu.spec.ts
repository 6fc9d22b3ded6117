// What the page is to whoever hears it: its parts in order, and what can be done in each.
import { expect, test } from '@playwright/test';
import { pages } from '../src/state/chartSettings';
import { goToState, settled } from './settled';

test('the overview is a bill, what it depends on, and charts', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&ctx=131072');
  await settled(page);
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - link "Skip to the receipts"
    - banner:
      - heading "Attention Playground" [level=1]
      - group "How the page is shown":
        - group "Bytes in"
        - group "Language"
        - group "Theme"
        - button "Copy link"
        - button "Embed"
    - complementary "Model and workload":
      - heading "Model and workload" [level=2]
      - button "Import config.json"
      - combobox "Model"
      - region "Heads":
        - heading "Heads" [level=3]
        - slider "kv heads"
        - textbox "kv heads": "8"
        - paragraph: "divides 32: 1 2 4 8 16 32"
      - region "Latent":
        - textbox "latent dim": "512"
      - region "Workload":
        - textbox "context": "131072"
      - group "Cache format":
        - radio "f16" [checked]
    - main:
      - region "KV cache, by variant":
        - heading "KV cache, by variant" [level=2]
        - group "Variants shown"
        - group "Compare at the same":
          - radio "heads" [checked]
        - article "MHA":
          - heading "MHA" [level=3]
          - paragraph: baseline
          - button "Compare with MHA" [pressed]
        - article "GQA":
          - heading "GQA" [level=3]
          - button "native"
          - 'button "8, kv heads: go to its control"'
          - 'button "131,072, cached tokens: go to its control"'
          - button "17.2 GB"
          - paragraph:
            - button "4×"
          - button "Pin GQA to compare with"
        - article "MQA":
          - paragraph:
            - button "32×"
        - article "MLA":
          - group "How MLA caches and computes":
            - radio "absorbed" [checked]
          - 'button "512, latent width: go to its control"'
          - button "4.83 GB"
      - region "Charts":
        - group "Charts":
          - radio "Overview" [checked]
          - radio "Race"
          - radio "Anatomy"
          - radio "Memory"
          - radio "Time"
          - radio "Serving"
          - radio "Design"
          - radio "Shaders"
        - figure "Cache against context":
          - heading "Cache against context" [level=2]
          - button "Save"
          - combobox "Memory of"
          - table "Memory of GeForce RTX 4090 that the cache takes"
          - group: Data table
        - figure "One decode step of one layer":
          - heading "One decode step of one layer" [level=2]
          - region "Run":
            - button "Run on CPU"
            - status
  `);
});

for (const width of [1440, 390]) {
  test(`headings lead down one step at a time, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('./?lang=en#v=1&model=llama3.1-8b');
    await settled(page);
    for (const name of pages) {
      await goToState(page, `model=llama3.1-8b&page=${name}`);
      const levels = await page
        .getByRole('heading')
        .evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels).toContain(3);
      const steps = levels.map((level, i) => level - (levels[i - 1] ?? 0));
      expect(Math.max(...steps), `${name}: ${levels.join(' ')}`).toBe(1);
    }
  });
}
