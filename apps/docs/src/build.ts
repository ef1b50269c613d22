import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'astro';
import { brokenLinks } from './check-links.ts';
import { contractSource } from './contract.ts';
import { gatherPages, writeContent, writeMarkdown } from './gather.ts';
import { llmsFull, llmsIndex } from './llms.ts';
import { lightWithoutScript } from './no-script.ts';
import { pageFaults } from './page-faults.ts';
import { absolute, siteUrl } from './site-map.ts';

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';

const project = join(import.meta.dirname, '..');
const site = join(project, 'dist');

const pages = gatherPages();
writeContent(pages);
await build({ root: project, logLevel: 'error' });
writeMarkdown(pages, site);
writeFileSync(join(site, 'no-script.css'), noScriptStyle());
copyFileSync(absolute(contractSource), join(site, 'flow-log-analysis.yaml'));
writeFileSync(join(site, 'llms.txt'), llmsIndex(pages));
writeFileSync(join(site, 'llms-full.txt'), llmsFull(pages));

const broken = brokenLinks(site, siteUrl.pathname);
const faults = [
  ...broken.map((link) => `${link} leads nowhere`),
  ...pageFaults(site, siteUrl.href),
];
if (faults.length > 0) {
  process.stderr.write(`Faults of the site:\n${faults.join('\n')}\n`);
  process.exitCode = 1;
}

/** The style of the theme, then that of code, as pages load them. */
function noScriptStyle(): string {
  const sheets = globSync('_astro/{common,ec}.*.css', { cwd: site }).toSorted();
  return lightWithoutScript(
    sheets.map((path) => readFileSync(join(site, path), 'utf8')).join('\n'),
  );
}
