import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { build } from 'vite';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { launchChromium } from '../apps/console/test/chromium.ts';
import { accessKey, secretKey, serve, startEndpoint, statistic } from './endpoint.ts';

const project = inject('project');
const program = (path: string) => join(import.meta.dirname, 'node_modules', path);

/** What project/program.js comes to, whatever runs it. */
const expected = {
  signedCall: { ...statistic, status: 200, id: 'request-of-the-test' },
  badRequest: {
    name: 'CfwBadRequestError',
    status: 400,
    code: 'CFW.00200005',
    id: 'request-of-the-test',
    isError: true,
    isBadRequest: true,
    isOurs: true,
  },
  wrongKey: 'CfwAuthenticationError',
  afterRetry: { total: 1, retries: ['CfwServerError'] },
  large: '9223372036854775807n',
  inexact: 'CfwResponseError',
  aborted: 'CfwAbortError: enough',
  timedOut: 'CfwTimeoutError',
};

/** Runs a program of the project against an endpoint of its own, with the key in the environment. */
async function outputOf(command: string, ...args: string[]): Promise<string> {
  const endpoint = await startEndpoint(project);
  const env = {
    ...process.env,
    HUAWEICLOUD_SDK_AK: accessKey,
    HUAWEICLOUD_SDK_SK: secretKey,
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
  const { stdout } = await promisify(execFile)(command, [...args, endpoint], {
    cwd: project,
    env,
    timeout: 200_000,
  });
  return stdout;
}

async function run(command: string, ...args: string[]): Promise<unknown> {
  return JSON.parse(await outputOf(command, ...args));
}

async function versionOf(command: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(command, [...args, '--version'])).stdout;
}

describe.each([20, 22, 24, 26])('the packed client in Node %i', (major) => {
  const node = program(`node-${major}/bin/node`);

  test('works', async () => {
    expect(await versionOf(node)).toMatch(`v${major}.`);
    expect(await run(node, 'main.js')).toEqual(expected);
  });

  test('works when it is required from CommonJS', async () => {
    expect(await run(node, 'main.cjs')).toEqual(expected);
  });
});

test('the packed client works in Bun', async () => {
  const bun = program('bun/bin/bun.exe');
  expect(await versionOf(bun)).toMatch(/^1\./);
  expect(await run(bun, 'main.js')).toEqual(expected);
});

test('the packed client works in Bun when it is required from CommonJS', async () => {
  expect(await run(program('bun/bin/bun.exe'), 'main.cjs')).toEqual(expected);
});

test('the packed client works in Deno, with leave for the endpoint and the environment alone', async () => {
  const deno = [process.execPath, program('deno/bin.cjs')] as const;
  const leave = ['--allow-net=127.0.0.1', '--allow-env'];
  expect(await versionOf(...deno)).toMatch(/^deno 2\./);
  expect(await run(...deno, 'run', '--no-prompt', ...leave, 'main.js')).toEqual(expected);
});

test.each([
  ['Node', program('node-24/bin/node'), []],
  ['Bun', program('bun/bin/bun.exe'), []],
  ['Deno', process.execPath, [program('deno/bin.cjs'), 'run', '--no-prompt', '--allow-all']],
])('the packed client tells no secret to the console of %s', async (_, command, args) => {
  const output = await outputOf(command, ...args, 'log.js');
  expect(output).toContain(accessKey);
  expect(output).toContain('CfwBadRequestError');
  expect(output).not.toContain(secretKey);
});

test.each([
  ['Node', program('node-24/bin/node'), []],
  ['Bun', program('bun/bin/bun.exe'), []],
  ['Deno', process.execPath, [program('deno/bin.cjs'), 'run', '--no-prompt']],
])('the packed signature needs no WebCrypto in %s', async (_, command, args) => {
  const { stdout } = await promisify(execFile)(command, [...args, 'sign.js'], { cwd: project });
  expect(stdout).toContain(`Access=${accessKey}, SignedHeaders=host;x-sdk-date, Signature=`);
});

test('the packed client works in workerd', async () => {
  const endpoint = await startEndpoint(project);
  // As wrangler does, which brings one file to the worker.
  await build({
    configFile: false,
    root: project,
    logLevel: 'error',
    build: {
      outDir: 'worker',
      target: 'esnext',
      lib: { entry: 'worker.js', formats: ['es'], fileName: 'worker' },
      // Left as they are, so that workerd refuses them.
      rolldownOptions: { external: /^node:/ },
    },
  });
  // That date is of a time when a worker had no modules of Node by default.
  await writeFile(
    join(project, 'worker/config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2024-01-01",
  bindings = [
    (name = "endpoint", text = ${JSON.stringify(endpoint)}),
    (name = "accessKey", text = ${JSON.stringify(accessKey)}),
    (name = "secretKey", text = ${JSON.stringify(secretKey)}),
  ],
);
`,
  );
  const workerd = spawn(
    program('workerd/bin/workerd'),
    ['serve', '--control-fd=3', join(project, 'worker/config.capnp')],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  onTestFinished(() => void workerd.kill());
  // Says on which port it listens, or what keeps it from that, on stderr.
  const [line] = (await Promise.race([
    once(workerd.stdio[3] as Readable, 'data'),
    once(workerd, 'exit').then(() => expect.fail('workerd does not start')),
  ])) as [Buffer];
  const { port } = JSON.parse(line.toString()) as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect(await response.json()).toEqual(expected);
});

describe('the packed client in Chromium', () => {
  /** Serves a folder, and opens a page of it. */
  async function open(folder: string, page: string) {
    const site = await serve(async (request, response) => {
      const path = request.url === '/' ? page : (request.url ?? '');
      const type = path.endsWith('.html') ? 'text/html' : 'text/javascript';
      const content = await readFile(join(folder, path)).catch(() => undefined);
      response.writeHead(content ? 200 : 404, { 'Content-Type': type }).end(content);
    });
    const browser = await launchChromium();
    onTestFinished(() => browser.close());
    const opened = await browser.newPage();
    await opened.goto(site);
    return opened;
  }

  async function expectToWork(folder: string, page: string): Promise<void> {
    const endpoint = await startEndpoint(project);
    const opened = await open(folder, page);
    const options = {
      endpoint,
      credentials: { accessKey, secretKey },
      allowSecretsInBrowser: true,
    };
    const results = await opened.evaluate(`runProgram(${JSON.stringify(options)})`);
    expect(results).toEqual(expected);
  }

  test('works across origins, from ES modules and an import map', async () => {
    await expectToWork(project, 'page.html');
  });

  test('works across origins, from an app that Vite built', async () => {
    const outDir = join(project, 'app');
    await build({ configFile: false, root: project, logLevel: 'error', build: { outDir } });
    await expectToWork(outDir, 'index.html');
  });

  test('refuses an access key in a page', async () => {
    const page = await open(project, 'page.html');
    const options = { endpoint: 'http://127.0.0.1', credentials: { accessKey, secretKey } };
    const results = page.evaluate(`runProgram(${JSON.stringify(options)})`);
    await expect(results).rejects.toThrow(/allowSecretsInBrowser/);
  });
});
