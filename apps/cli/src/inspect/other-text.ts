import type { FileKind } from '@cfw-flow/store';

/** What a text may be that is of no format that is understood, by its first line. */
export function otherText(firstLine: string): FileKind {
  const line = firstLine.trim();
  if (line.startsWith('[')) {
    const advice = `One of its objects shows jq -c '.[]' FILE | head -n 1. ${describe('its keys')}`;
    return { is: 'a JSON array', advice };
  }
  if (line.startsWith('{')) {
    return { is: 'unknown JSON', advice: describe('its keys') };
  }
  if (/^<(?:!|\?|html)/i.test(line)) {
    return { is: 'a page of HTML or XML', advice: 'That is no log. See where it came from.' };
  }
  if (/\b(?:CEF|LEEF):\d/.test(line)) {
    return { is: 'CEF or LEEF', advice: describe('its text') };
  }
  if ((line.match(/\b[\w-]+=(?:"|\S)/g) ?? []).length > 4) {
    return { is: 'unknown key=value pairs', advice: describe('its keys') };
  }
  if (line.split(/[,;\t]/).length > 5) {
    return { is: 'unknown columns', advice: describe('its columns') };
  }
  return { is: 'unknown text', advice: describe('its lines') };
}

function describe(what: string): string {
  return `If it is one of \`cfw-flow formats\`, --format NAME; else --format-file FILE that describes ${what}.`;
}
