import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const allRules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** What floats covers only what can be scrolled out from under it: that is no target that is too small. */
const nothingFloats = '.held, .bulk, #said.floating { position: static !important; transform: none !important; }';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * What axe finds on the page as it stands, for WCAG 2.2 AA, light and dark, wide and narrow; and whether it scrolls
 * sideways. The page's context bypasses the content security policy, which allows no scripts but ours.
 */
export async function axeFindings(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(axe);
  await page.addStyleTag({ content: nothingFloats });
  for (const viewport of sizes) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // The second look at one size differs in its colours only.
      const rules = colorScheme === 'light' ? allRules : "{ type: 'rule', values: ['color-contrast'] }";
      const violations = await page.evaluate<Violation[]>(
        `axe.run({ runOnly: ${rules} }).then(({ violations }) => violations)`,
      );
      for (const { id: rule, nodes } of violations) {
        const where = `${colorScheme} ${viewport.width} ${name}`;
        found.push(`${where} ${rule}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
      }
    }
    const isTooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    if (isTooWide) found.push(`${viewport.width} ${name} scrolls sideways`);
  }
  return found;
}
