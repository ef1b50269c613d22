import { type Contract, type Parameter, resolve } from './contract.ts';

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
  return `Asks the server on this machine, which \`npx -y pnpm@12 start\` runs, through the one that serves this page (\`docs:serve\`).

<form class="try-it not-content" data-path="${path}">
${fields}
<button>Ask</button>
<p class="try-it-request"></p>
<output></output>
</form>`;
}

function field(contract: Contract, { name, required, schema }: Parameter): string {
  const { enum: own, items } = resolve(contract, schema);
  const choices = own ?? (items && resolve(contract, items).enum);
  const value = examples[name] ?? '';
  const attributes = `name="${name}"${required === true ? ' required' : ''}`;
  if (choices === undefined) {
    return `<label>${name} <input ${attributes} value="${value}" autocomplete="off"></label>`;
  }
  const options = [...(required === true ? [] : ['']), ...choices].map(
    (choice) => `<option${String(choice) === value ? ' selected' : ''}>${choice}</option>`,
  );
  return `<label>${name} <select ${attributes}>${options.join('')}</select></label>`;
}
