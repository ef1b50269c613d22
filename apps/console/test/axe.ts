import axe from 'axe-core';
import type { ElementHandle, Page } from 'playwright-core';

/** Rules of WCAG 2.2 A and AA, and what is good practice beside them. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong on a page, a line each: the rule, where, and what it says of it. */
export async function violations(page: Page): Promise<string[]> {
  return run(page, { runOnly: tags });
}

/**
 * Texts that stand out too little while the pointer is over a control, while it is pressed, and while it
 * has the focus. Controls that look alike are tried once.
 */
export async function faintInUse(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const control of await distinctControls(page)) {
    const check = async (state: string) => {
      const faint = await run(page, { runOnly: ['color-contrast'] }, control);
      found.push(...faint.map((one) => `${state}: ${one}`));
    };
    await control.hover({ force: true });
    await check('hover');
    await page.mouse.down();
    await check('pressed');
    // Let go elsewhere, so that nothing is clicked.
    await page.mouse.move(0, 0);
    await page.mouse.up();
    await control.focus();
    await check('focus');
  }
  return [...new Set(found)];
}

async function distinctControls(page: Page): Promise<ElementHandle[]> {
  const distinct = new Map<string, ElementHandle>();
  for (const control of await page.$$('a[href], button:enabled, select, label:has(input)')) {
    const look = await control.evaluate((element) =>
      [
        element.tagName,
        element.className,
        element.parentElement?.className,
        element.closest('[class]:not(:scope)')?.className,
        element.getAttribute('aria-current'),
        element.querySelector('input')?.checked,
      ].join(),
    );
    // The link that skips to the content is above the page until it has the focus.
    const box = await control.boundingBox();
    const isThere = box !== null && box.y + box.height > 0;
    if (isThere && !distinct.has(look)) distinct.set(look, control);
  }
  return [...distinct.values()];
}

/** @param within - all of the page when left out */
async function run(page: Page, options: axe.RunOptions, within?: ElementHandle): Promise<string[]> {
  // Evaluated by the debugger, which the policy of the page doesn't hold up.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const root = within ?? (await page.$(':root'))!;
  return root.evaluate(async (context: Node, chosen: axe.RunOptions) => {
    const { axe: here } = window as unknown as { axe: typeof axe };
    const results = await here.run(context, { ...chosen, resultTypes: ['violations'] });
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
  }, options);
}
