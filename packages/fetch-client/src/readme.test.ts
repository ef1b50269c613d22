import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const home = join(import.meta.dirname, '..');
const readme = await readFile(join(home, 'README.md'), 'utf8');

/** Snippets, by their place and section. */
const snippets = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match, index) => ({
  name: `${index + 1}, in “${readme
    .slice(0, match.index)
    .match(/^## .*$/gm)!
    .at(-1)!
    .slice(3)}”,`,
  file: `snippet-${index + 1}.ts`,
  code: match[1]!,
}));

// Inside the package, so that its own name resolves to it, as installed.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(home, '.readme-'));
  for (const { file, code } of snippets) await writeFile(join(folder, file), code);
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../tsconfig.json', include: ['*.ts'] }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  // What is printed has no colours, wherever the tests run.
  const env = { ...process.env, FORCE_COLOR: undefined };
  const child = spawn(process.execPath, args, { cwd: folder, env, timeout: 110_000 });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, 'exit');
  return { code: child.exitCode, stdout, stderr };
}

describe('the README', () => {
  it('holds snippets that compile', { timeout: 120_000 }, async () => {
    const tsc = join(home, '../../node_modules/@typescript/native/bin/tsc');
    expect(await run(tsc, '--noEmit')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each(snippets)('holds snippet $name which runs', { timeout: 120_000 }, async ({ file }) => {
    const services = new URL('../test/readme-services.ts', import.meta.url).href;
    const { code, stdout, stderr } = await run(
      '--disable-warning=ExperimentalWarning',
      '--import',
      services,
      file,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect({
      snippet: file,
      stdout: stdout.replaceAll(/\d+(\.\d+)? ?ms|\d+\.\d+/g, '…'),
    }).toMatchSnapshot();
  });
});
