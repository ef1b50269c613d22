// @module-tag slow

import { describe, expect, it } from 'vitest';
import { faintInUse, violations } from './axe.ts';
import { allAnswered, consoleUnderTest } from './console-under-test.ts';
import { quietFirewall } from './flow-log.ts';

const { open } = consoleUnderTest();

const views = {
  overview: '',
  'ranking of an item': '?view=item&item=dst_host&open=portal.example',
  detail: '?view=detail&item=src_ip&value=192.0.2.10',
  map: '?view=map&item=dst_region_name',
  'view without flows': `?fw_instance_id=${quietFirewall}&log_type=vpc`,
  'view of values that are no good': '?view=item&item=nonsense&last=1x',
};

const dialogs = { palette: 'Control+k', keys: '?', views: 's', share: 'e', window: 'w' };

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  it.each(Object.entries(views))('axe finds nothing wrong with the %s', async (_, search) => {
    const page = await open(search, { colorScheme });
    await allAnswered(page);
    expect(await violations(page)).toEqual([]);
  });

  it.each(Object.entries(dialogs))('axe finds nothing wrong with the dialog %s', async (_, key) => {
    const page = await open('', { colorScheme });
    await allAnswered(page);
    await page.keyboard.press(key);
    await page.locator('dialog[open]').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it.each(['overview', 'ranking of an item'] as const)(
    'texts of the %s stand out while they are pointed at, pressed, and in focus',
    async (view) => {
      const page = await open(views[view], { colorScheme });
      await allAnswered(page);
      expect(await faintInUse(page)).toEqual([]);
    },
    600_000,
  );
});

it('every control of the page is reached and seen with the keyboard alone', async () => {
  const page = await open();
  await allAnswered(page);
  const reached: string[] = [];
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const shown = element.matches('input') ? (element.nextElementSibling ?? element) : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      const isSeen = outlineStyle !== 'none' && outlineWidth !== '0px';
      const name = element.getAttribute('aria-label') ?? element.textContent;
      return `${isSeen ? '' : 'unseen: '}${element.tagName} ${name?.trim().slice(0, 30)}`;
    });
    if (at === undefined) break;
    reached.push(at);
  }
  expect(reached.filter((one) => one.startsWith('unseen'))).toEqual([]);
  const missing = await page.evaluate(
    (names) =>
      [...document.querySelectorAll('a[href], button:enabled, select')]
        .map((one) => `${one.tagName} ${(one.ariaLabel ?? one.textContent)?.trim().slice(0, 30)}`)
        .filter((one) => !names.includes(one)),
    reached,
  );
  expect(missing).toEqual([]);
});
