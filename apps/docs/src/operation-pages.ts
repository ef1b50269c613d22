import {
  type Contract,
  contractSource,
  type Operation,
  type Parameter,
  type Response,
  readContract,
  resolve,
  type Schema,
} from './contract.ts';
import type { Page } from './gather.ts';
import { tryItForm } from './try-it-form.ts';

/** A page for each operation of the contract, and one that lists them. */
export function operationPages(): Page[] {
  const contract = readContract();
  const operations = Object.entries(contract.paths).map(([path, { get }]) => ({ path, get }));
  const pages = operations.map(({ path, get }) => ({
    source: contractSource,
    route: `operations/${path.split('/').at(-1)}`,
    title: get.summary,
    description: oneLine(firstParagraph(get.description)),
    body: operationBody(contract, path, get),
  }));
  const rows = pages.map(({ route, title }, at) => {
    const { operationId } = operations[at]!.get;
    return `| [${title}](/${route}/) | \`${operationId}\` | \`${operations[at]!.path}\` |`;
  });
  return [
    {
      source: contractSource,
      route: 'operations',
      title: 'Operations',
      description: 'The operations of the API, made from its OpenAPI contract.',
      body: [
        contract.info.description,
        `Made from the contract, [flow-log-analysis.yaml](/flow-log-analysis.yaml), OpenAPI 3.1. As JSON it comes with \`@cfw-flow/types\`.`,
        `| operation | id | path |\n| --- | --- | --- |\n${rows.join('\n')}`,
      ].join('\n\n'),
    },
    ...pages,
  ];
}

function operationBody(contract: Contract, path: string, operation: Operation): string {
  const parameters = operation.parameters.map((parameter) => resolve(contract, parameter));
  const responses = Object.entries(operation.responses).map(
    ([status, response]) => [status, resolve(contract, response)] as const,
  );
  const [, answer] = responses.find(([status]) => status === '200') ?? [];
  return [
    `\`\`\`http\nGET ${path}\n\`\`\``,
    operation.description,
    '## Samples',
    ...operation['x-codeSamples'].map(sample),
    '## Try it',
    tryItForm(contract, path, parameters),
    '## Parameters',
    ...parameters.map((parameter) => parameterSection(contract, parameter)),
    '## Answer',
    ...(answer === undefined ? [] : answerSection(contract, answer)),
    '## Errors',
    ...responses
      .filter(([status]) => status !== '200')
      .map(([status, response]) => errorSection(status, response)),
  ].join('\n\n');
}

function sample({ lang, label, source }: Operation['x-codeSamples'][number]): string {
  const language = lang === 'Shell' ? 'sh' : lang.toLowerCase();
  return `**${label}**\n\n\`\`\`${language}\n${source}\n\`\`\``;
}

function parameterSection(contract: Contract, parameter: Parameter): string {
  const schema = resolve(contract, parameter.schema);
  const items = schema.items && resolve(contract, schema.items);
  const facts = [
    typeOf(contract, schema),
    parameter.in === 'path' ? 'in the path' : parameter.required === true ? 'required' : 'optional',
    schema.default !== undefined && `${JSON.stringify(schema.default)} when left out`,
  ];
  const values = (items ?? schema).enum && afterFirstParagraph((items ?? schema).description);
  return [`### ${parameter.name}`, facts.filter(Boolean).join(', '), parameter.description, values]
    .filter(Boolean)
    .join('\n\n');
}

function answerSection(contract: Contract, answer: Response): string[] {
  const { schema, examples = {} } = answer.content!['application/json'];
  const shown = Object.values(examples).map(
    ({ summary, value }) => `${summary}:\n\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``,
  );
  return [...shown, ...schemaTables(contract, resolve(contract, schema), new Set())];
}

/** The fields of an object, and below it those of the objects in it, each once. */
function schemaTables(
  contract: Contract,
  schema: Schema & { named?: string },
  shown: Set<string>,
): string[] {
  const { named = '', properties = {}, required = [] } = schema;
  if (shown.has(named)) return [];
  shown.add(named);
  const fields = Object.entries(properties).map(
    ([name, property]) => [name, resolve(contract, property)] as const,
  );
  const rows = fields.map(([name, field]) => {
    const presence = required.includes(name) ? 'always' : 'if any';
    return `| \`${name}\` | ${typeOf(contract, field)} | ${presence} | ${oneLine(field.description)} |`;
  });
  const inner = fields
    .map(([, field]) => (field.items ? resolve(contract, field.items) : field))
    .filter(({ properties: its }) => its !== undefined);
  return [
    `### ${named}`,
    schema.description,
    `| field | type | sent | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}`,
    ...inner.flatMap((field) => schemaTables(contract, field, shown)),
  ];
}

function errorSection(status: string, { description, content }: Response): string {
  const examples = Object.values(content?.['application/json'].examples ?? {});
  const bodies = examples.map(({ value }) => {
    const { error_code, error_msg } = value as { error_code: string; error_msg: string };
    return `- \`${error_code}\`: ${error_msg}`;
  });
  return [`### ${status}`, description, bodies.join('\n')].filter(Boolean).join('\n\n');
}

/** A type in words, with its range. Objects link to their fields. */
function typeOf(contract: Contract, schema: Schema & { named?: string }): string {
  if (schema.items !== undefined) {
    const most = schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`;
    return `list of ${typeOf(contract, resolve(contract, schema.items))}${most}`;
  }
  if (schema.properties !== undefined) return `[${schema.named}](#${schema.named?.toLowerCase()})`;
  const { type = '', minimum, maximum } = schema;
  if (maximum !== undefined) return `${type} from ${minimum} to ${maximum}`;
  return minimum === undefined ? type : `${type} from ${minimum}`;
}

function firstParagraph(markdown: string): string {
  return markdown.split('\n\n')[0]!;
}

function afterFirstParagraph(markdown: string): string {
  return markdown.split('\n\n').slice(1).join('\n\n');
}

function oneLine(markdown: string): string {
  return markdown.replaceAll(/\s+/g, ' ');
}
