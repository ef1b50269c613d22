import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const here = import.meta.dirname;
const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

const contracts = ['flow-log-analysis.yaml', 'console.yaml'];

interface Break {
  /** What a careless hand did to the contract. */
  title: string;
  /** The text it took out, which the contract holds. */
  from: string;
  /** The text it put there. */
  to: string;
  /** The rule that notices. */
  rule: string;
}

const breaks: Break[] = [
  {
    title: 'a schema without a description',
    from: '      description: Project ID, 32 hexadecimal digits.\n',
    to: '',
    rule: 'rule/schema-has-description',
  },
  {
    title: 'a property with an empty description',
    from: 'description: Application statistics.',
    to: "description: ''",
    rule: 'rule/schema-has-description',
  },
  {
    title: 'a property without an example',
    from: '          examples:\n            - production\n',
    to: '',
    rule: 'rule/schema-has-examples',
  },
  {
    title: 'a property with an empty list of examples',
    from: 'examples:\n            - production\n',
    to: 'examples: []\n',
    rule: 'rule/schema-has-examples',
  },
  {
    title: 'an enum whose values are not described',
    from: [
      '      x-enum-descriptions:',
      '        - Outbound, opened by an asset.',
      '        - Inbound, opened from outside.\n',
    ].join('\n'),
    to: '',
    rule: 'rule/enum-describes-its-values',
  },
  {
    title: 'an enum whose values have no names',
    from: '      x-enum-varnames: [IN2OUT, OUT2IN]\n',
    to: '',
    rule: 'rule/enum-describes-its-values',
  },
  {
    title: 'a parameter without a description',
    from: '      description: Log type.\n',
    to: '',
    rule: 'parameter-description',
  },
  {
    title: 'an example that its schema does not allow',
    from: 'examples:\n        - a16df7cf1d094befa6bbc72cbf51e93a',
    to: 'examples:\n        - not a project',
    rule: 'no-invalid-schema-examples',
  },
  {
    title: 'an answer that its schema does not allow',
    from: 'total: 1\n',
    to: 'total: one\n',
    rule: 'no-invalid-media-type-examples',
  },
];

let folder: string;
let problems: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-lint-'));
  const contract = await readFile(join(here, 'flow-log-analysis.yaml'), 'utf8');
  const files = breaks.map((_, index) => join(folder, `break-${index}.yaml`));
  await Promise.all(
    breaks.map(({ from, to }, index) =>
      writeFile(
        files[index] ?? '',
        contract.replace(from, () => to),
      ),
    ),
  );
  problems = await lint([...contracts.map((name) => join(here, name)), ...files]);
});

afterAll(() => rm(folder, { recursive: true }));

/** The linter's findings, one a line, with the name of the file and of the rule. */
function lint(files: string[]): Promise<string[]> {
  const config = ['--config', join(here, 'redocly.yaml'), '--format', 'checkstyle'];
  return new Promise((resolve) => {
    execFile(process.execPath, [redocly, 'lint', ...files, ...config], (_error, stdout) => {
      let file = '';
      const found: string[] = [];
      for (const line of stdout.split('\n')) {
        file = /<file name="([^"]+)"/.exec(line)?.[1] ?? file;
        const rule = /source="([^"]+)"/.exec(line)?.[1];
        if (rule !== undefined) found.push(`${file} ${rule}`);
      }
      resolve(found);
    });
  });
}

test.each(contracts)('The contract %s has no finding as it stands.', (name) => {
  expect(problems.filter((problem) => problem.includes(name))).toEqual([]);
});

test.each(breaks.map((broken, index) => ({ ...broken, index })))(
  'The linter refuses $title.',
  ({ index, rule }) => {
    const found = problems.filter((problem) => problem.includes(`break-${index}.yaml`));
    expect(found).toEqual([expect.stringContaining(rule)]);
  },
);
