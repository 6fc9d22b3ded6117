// Controls that cannot be used now and do not say why: seen, and without a reason to read or to press for.
import type { Page } from '@playwright/test';

export interface Explained {
  /** What cannot be used, by its words. */
  readonly disabled: readonly string[];
  /** Those without a reason. */
  readonly unexplained: readonly string[];
}

export const explainedControls = (page: Page): Promise<Explained> =>
  page.evaluate(() => {
    const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const disabled = [
      ...document.querySelectorAll<HTMLElement>(':disabled, [aria-disabled="true"]'),
      // A fieldset says it for what it holds; an option is told by its select.
    ].filter(
      (element) =>
        seen(element) &&
        !element.parentElement?.closest('fieldset:disabled') &&
        !element.closest('option'),
    );
    const isExplained = (element: HTMLElement) => {
      const ids = (element.getAttribute('aria-describedby') ?? '').split(' ');
      const reasons = ids.flatMap((id) => document.getElementById(id) ?? []);
      const said = reasons.filter(
        ({ id, textContent }) => id !== 'device-line' && textContent?.trim(),
      );
      if (said.length === 0) return false;
      // For the eye: the reason itself, or a button on the control that opens it.
      const shown = said.some((reason) => seen(reason) && !reason.matches('.visually-hidden'));
      const opener = element.closest('.why-slot')?.querySelector('.why-open');
      return shown || (opener !== null && opener !== undefined && seen(opener));
    };
    const nameOf = (element: HTMLElement) =>
      element.textContent?.trim() ||
      element.closest('label')?.textContent?.trim() ||
      element.outerHTML;
    return {
      disabled: disabled.map(nameOf),
      unexplained: disabled.filter((element) => !isExplained(element)).map(nameOf),
    };
  });
