// Reads the vendor's page "Querying Traffic Log Statistics" again, as text that a browser copied into a
// file, and says what changed there since openapi/vendor-page.json was written, which the contract is
// held against. With `--write` it writes that file again.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './packages/published.ts';
import { pageChanges } from './vendor-page/page-changes.ts';
import { type PageFacts, pageFacts } from './vendor-page/page-facts.ts';

const kept = join(root, 'openapi/vendor-page.json');
const { write, facts } = given();
if (write) {
  writeFileSync(kept, `${JSON.stringify(facts, undefined, 2)}\n`);
} else {
  const before = JSON.parse(readFileSync(kept, 'utf8')) as PageFacts;
  const changes = pageChanges(before, facts);
  console.log(`The page is of ${facts.updated}, and was read when it was of ${before.updated}.`);
  console.log(changes.length > 0 ? changes.join('\n') : 'Its tables say what they said.');
  if (changes.length > 0) process.exitCode = 1;
}

/** What was typed, and what the file says. Ends the program when either can't be. */
function given(): { write: boolean; facts: PageFacts } {
  try {
    const options = { write: { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new Error('Give one file.');
    return { write: values.write, facts: pageFacts(readFileSync(file, 'utf8')) };
  } catch (error) {
    console.error((error as Error).message);
    console.error('usage: vendor:page FILE [--write], with the text of the page in FILE');
    process.exit(2);
  }
}
