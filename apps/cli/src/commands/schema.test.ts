// @module-tag slow

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareCommands } from '../declare-commands.ts';
import { outputSchema } from '../schema/output-schema.ts';
import { type OutputName, outputNames, outputs } from '../schema/outputs.ts';
import { flowLine, ndjson, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { outputFaults } from '../testing/output-faults.ts';
import { run, serve } from '../testing/program.ts';

const hour = 3_600_000;
const window = ['--from', '2024-04-29T19:00Z', '--to', '2024-04-29T20:00Z', '-t', 'internet'];

const asset = '192.0.2.10,office,ECS,"a, b"\n';
const rule = 'name: hosts, log_type: internet, window: 1h, item: dst_host';

const files: Readonly<Record<string, string | Uint8Array>> = {
  'a.ndjson': sampleLog() + sampleLog(SAMPLE_TIME - hour) + ndjson([flowLine({ app: 'SSH' })]),
  'assets.csv': `address,name,type,tags\n${asset}`,
  'rules.yaml': `rules: [{ ${rule}, grown: 1.1, at_least: 1 session }]\n`,
  'more/broken.log.gz': gzipSync(`${ndjson([flowLine()])}broken\n`),
  'more/cut.log.gz': gzipSync(sampleLog()).subarray(0, 40),
  'more/empty.log': '',
  'more/other.json': '{"a":1}\n',
  'more/notes.txt': 'hello\n',
};

let folder: string;
/** Options that say which server has the flows. */
let server: string[];
let end = async () => {};
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cfw-flow-test-'));
  await mkdir(path.join(folder, 'more'));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);
  }
  const served = ['--logs', 'a.ndjson', '--assets', 'assets.csv'];
  const { url } = await serve(served, folder, (ending) => {
    end = () => ending().then(() => rm(folder, { recursive: true }));
  });
  server = ['--endpoint', url];
});
afterAll(() => end());

/** How each output is made. */
const commandLines: Readonly<Record<OutputName, readonly string[]>> = {
  top: ['top', 'src_ip', ...window, '--json'],
  'top-line': ['top', 'dst_port', ...window, '--ndjson'],
  'top-lists': ['top', 'app', 'dst_host', ...window, '--json'],
  'top-lists-line': ['top', 'app', '--by', 'byte', ...window, '--ndjson'],
  trend: ['trend', ...window, '--json'],
  'trend-line': ['trend', ...window, '--ndjson'],
  detail: ['detail', 'src_ip', '192.0.2.10', ...window, '--json'],
  'detail-line': ['detail', 'app', 'HTTPS', ...window, '--ndjson'],
  compare: ['compare', 'app', 'dst_host', ...window, '--json'],
  'compare-line': ['compare', 'app', ...window, '--ndjson'],
  export: ['export', 'src_ip', ...window, '--format', 'ndjson'],
  alerts: ['alerts', 'rules.yaml', '--at', '2024-04-29T20:00Z', '--json'],
  inspect: ['inspect', 'more', 'none.log', '--json'],
  stats: ['stats', '--json'],
  verify: ['verify', '--json'],
};

const ofLines: ReadonlySet<OutputName> = new Set(
  outputNames.filter((name) => outputs[name].startsWith('a line of ')),
);
/** Those that are not asked of a server. */
const local: ReadonlySet<OutputName> = new Set(['inspect', 'stats', 'verify']);

/** What a command prints: a document, or one a line. */
async function printed(name: OutputName): Promise<unknown[]> {
  const { stdout } = await run([...commandLines[name], ...(local.has(name) ? [] : server)], folder);
  const texts = ofLines.has(name) ? stdout.trimEnd().split('\n') : [stdout];
  return texts.map((text) => JSON.parse(text));
}

/** Copies of a value, each with a change of it or of one of the values in it. */
function* withOneChanged(value: unknown, change: (inner: unknown) => unknown): Generator<unknown> {
  yield change(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    for (const changed of withOneChanged(inner, change)) {
      yield Array.isArray(value)
        ? value.with(Number(field), changed)
        : { ...value, [field]: changed };
    }
  }
}

/** Another field in an object, and another type of anything else. */
function withMore(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { ...value, more: 1 } : null;
}

/** Whose fields are all of our own. */
const closed: readonly OutputName[] = [
  'compare',
  'compare-line',
  'export',
  'alerts',
  'inspect',
  'stats',
  'verify',
];

describe('cfw-flow schema', () => {
  it.each(outputNames)('describes each field of %s', async (name) => {
    const documents = await printed(name);
    expect(documents.length).toBeGreaterThan(0);
    const changes = closed.includes(name) ? [() => null, withMore] : [() => null];
    for (const document of documents) {
      expect(outputFaults(name, document)).toEqual([]);
      const changed = changes.flatMap((change) => [...withOneChanged(document, change)]);
      expect(changed.filter((one) => outputFaults(name, one).length === 0)).toEqual([]);
    }
  });

  it('knows all that has --json or --ndjson', () => {
    const root = new Command();
    declareCommands(root, '');
    const described = Object.values(outputs).join('\n');
    const undescribed = root.commands.flatMap((command) =>
      ['--json', '--ndjson']
        .filter((flag) => command.options.some(({ long }) => long === flag))
        .map((flag) => new RegExp(`\\b${command.name()} .*${flag}\\b`))
        .filter((line) => !line.test(described)),
    );
    expect(undescribed).toEqual([]);
  });

  it('prints one that needs no other document, or which there are', async () => {
    const { code, stdout } = await run(['schema', 'compare-line'], folder);
    expect([code, JSON.parse(stdout)]).toEqual([0, outputSchema('compare-line')]);
    const all = await run(['schema'], folder);
    const lines = all.stdout.trimEnd().split('\n').slice(1);
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual(Object.entries(outputs));
  });

  it.each(outputNames)('names %s in its schema', (name) => {
    expect(outputSchema(name)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:cfw-flow:${name}`,
      title: outputs[name],
    });
  });
});
