import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Notes what a page announces from now on, much of which goes again by itself.
 *
 * @returns waits until a text was announced
 */
export async function announcements(page: Page): Promise<(text: string) => Promise<void>> {
  const texts = await page.evaluateHandle(() => {
    const noted: (string | null)[] = [];
    new MutationObserver(() => {
      for (const status of document.querySelectorAll('[role=status]')) {
        noted.push(status.textContent);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
    return noted;
  });
  return (text) => expect.poll(() => texts.jsonValue()).toContain(text);
}
