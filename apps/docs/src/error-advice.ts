import { readFileSync } from 'node:fs';
import { absolute } from './site-map.ts';

/**
 * What to do about an error in an answer, by its status and code, such as `400 CFW.00200007`: what the
 * table in the guide of errors says, as plain text.
 */
export function errorAdvice(): Record<string, string> {
  const guide = readFileSync(absolute('apps/docs/guides/errors.md'), 'utf8');
  const [, section = ''] = guide.split('## Errors in answers\n');
  const advice: Record<string, string> = {};
  for (const row of section.split('\n## ')[0]!.matchAll(/^\| (\d[^|]*)\|([^|]*)\|([^|]*)\|$/gm)) {
    const [, cause = '', meaning = '', toDo = ''] = row;
    // The form asks a server of the reader's own, and shows the message.
    if (meaning.includes('(cloud)') || toDo.includes('the message names it')) continue;
    for (const [status] of cause.matchAll(/\b\d{3}\b/g)) {
      for (const [, code] of cause.matchAll(/`(.+?)`/g)) {
        advice[`${status} ${code}`] = toDo.trim().replaceAll('`', '');
      }
    }
  }
  return advice;
}
