import { type Contract, type Parameter, resolve, type Schema } from './contract.ts';
import { errorAdvice } from './error-advice.ts';

/** Values to begin with, which the demo answers. */
const examples: Readonly<Record<string, string>> = {
  project_id: 'a16df7cf1d094befa6bbc72cbf51e93a',
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  range: '2',
  log_type: 'internet',
  item: 'dst_host',
  value: 'www.acme.example',
  order: 'byte',
};

/** A form that asks a server of the reader's own; `public/try-it.js` makes it do so. */
export function tryItForm(
  contract: Contract,
  path: string,
  parameters: readonly Parameter[],
): string {
  const fields = parameters.map((parameter) => field(contract, parameter)).join('\n');
  const advice = JSON.stringify(errorAdvice()).replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  return `Run a server with the demo and these pages in a clone of the repository, each in a terminal:

\`\`\`sh
npx -y pnpm@12 start
npx -y pnpm@12 docs:serve
\`\`\`

A server answers no page of another address, so the form asks it through \`docs:serve\`. Its values are those of the demo.

<noscript>The form needs JavaScript. The samples above ask the same.</noscript>
<form class="try-it not-content" data-path="${path}" data-advice='${advice}' hidden>
${fields}
<pre class="try-it-request" tabindex="0" aria-label="The request"></pre>
<button>Ask</button>
<output></output>
</form>`;
}

function field(contract: Contract, { name, required, schema }: Parameter): string {
  const own = resolve(contract, schema);
  const { items, 'x-enum-descriptions': meanings } = own;
  const choices = own.enum ?? (items && resolve(contract, items).enum);
  const value = examples[name] ?? '';
  const attributes = `name="${name}"${required === true ? ' required' : ''}`;
  const label = `<label><span>${name}${required === true ? ' <small>required</small>' : ''}</span>`;
  if (choices === undefined) {
    return `${label}<input ${attributes} value="${value}"${hint(own)} autocomplete="off" spellcheck="false"></label>`;
  }
  const options = choices.map((choice, at) => {
    const selected = String(choice) === value ? ' selected' : '';
    return `<option value="${choice}"${selected}>${choiceText(choice, meanings?.[at])}</option>`;
  });
  if (required !== true) options.unshift('<option></option>');
  return `${label}<select ${attributes}>${options.join('')}</select></label>`;
}

/** A number alone says nothing. */
function choiceText(choice: string | number, meaning?: string): string {
  if (typeof choice === 'string' || meaning === undefined) return String(choice);
  return `${choice}: ${meaning.replace(/\.$/, '').toLowerCase()}`;
}

/** What an empty field stands for, and what it takes. */
function hint({ default: byDefault, minimum, maximum }: Schema): string {
  if (byDefault !== undefined) return ` placeholder="${String(byDefault)}"`;
  return maximum === undefined || maximum > 1_000_000
    ? ''
    : ` placeholder="${minimum} to ${maximum}"`;
}
