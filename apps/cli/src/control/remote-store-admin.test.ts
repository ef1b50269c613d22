import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StoreError, type Verification } from '@cfw-flow/store';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asFailure } from '../failure.ts';
import { serveStoreAdmin } from '../testing/store-admin.ts';
import { temporaryFolder } from '../testing/program.ts';
import {
  controlFile,
  newSecrets,
  serverSecretHeader,
  readControlEndpoint,
  writeControlEndpoint,
} from './control-endpoint.ts';
import { reachServer } from './remote-store-admin.ts';

const nothing: Verification = { flows: 0, pending: 0, sums: 0, differing: 0, differences: [] };

/** A verification that goes on until it is ended, and what became of it. */
function endless() {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  return {
    begun: begun.promise,
    ended: ended.promise,
    async verify({ signal }: { signal?: AbortSignal } = {}): Promise<Verification> {
      begun.resolve();
      await once(signal!, 'abort');
      ended.resolve(signal!.reason);
      throw signal!.reason;
    },
  };
}

async function reached(directory: string) {
  const admin = await reachServer(directory);
  if (admin === undefined) throw new Error('There is no server.');
  onTestFinished(() => admin.close());
  return admin;
}

/** Something else that listens where a killed server did. */
async function listening(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(answer!);
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('the store of a server', () => {
  it('returns what its methods return, and reports progress', async () => {
    const differing = { ...nothing, differing: 1, differences: [{ key: '例\n'.repeat(300_000) }] };
    const { directory } = await serveStoreAdmin({
      async verify({ onProgress } = {}) {
        onProgress?.(0.25);
        onProgress?.(1);
        return differing as Verification;
      },
      prune: async (before) => before + 1,
    });
    const admin = await reached(directory);
    const shares: number[] = [];
    const found = await admin.verify({ onProgress: (share) => shares.push(share) });
    expect([found, shares]).toEqual([differing, [0.25, 1]]);
    expect(await Promise.all([admin.prune(1), admin.prune(2), admin.verify()])).toEqual([
      2,
      3,
      differing,
    ]);
  });

  it('fails as its methods fail', async () => {
    const { directory } = await serveStoreAdmin({
      async prune() {
        throw new StoreError('DATA_FULL', 'There is no room left.\nMake room.');
      },
    });
    const admin = await reached(directory);
    const error = await admin.prune(1).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({
      code: 'DATA_FULL',
      message: 'There is no room left.\nMake room.',
    });
    // What nobody expected is reported with its trace, which is the server's.
    const unexpected = asFailure(await admin.status().catch((reason: unknown) => reason));
    expect(unexpected.message).toMatch(/^This should not have happened.*\n.*called it\.\n +at /);
  });

  it('aborts a method that is interrupted', async () => {
    const work = endless();
    const { directory } = await serveStoreAdmin(work);
    const admin = await reached(directory);
    const reason = new Error('Enough.');
    const controller = new AbortController();
    const verified = admin.verify({ signal: controller.signal });
    await work.begun;
    controller.abort(reason);
    await expect(verified).rejects.toBe(reason);
    await work.ended;
  });

  it('aborts a method that is interrupted while it reports progress', async () => {
    const work = endless();
    const { directory } = await serveStoreAdmin({
      verify(options) {
        options?.onProgress?.(0.5);
        return work.verify(options);
      },
    });
    const admin = await reached(directory);
    const late = new AbortController();
    const { signal } = late;
    const reason = new Error('Enough.');
    const verified = admin.verify({ signal, onProgress: () => late.abort(reason) });
    await expect(verified).rejects.toBe(reason);
    await work.ended;
  });

  it('aborts its methods when it is closed', async () => {
    const work = endless();
    const { directory } = await serveStoreAdmin(work);
    const admin = await reached(directory);
    const verified = admin.verify().catch((error: unknown) => error);
    await work.begun;
    await admin.close();
    expect(await verified).toMatchObject({ name: 'AbortError' });
    await work.ended;
  });

  it('says that the server was stopped, whether or not the work could be aborted', async () => {
    const work = endless();
    const pruneBegun = Promise.withResolvers<void>();
    const { directory, server } = await serveStoreAdmin({
      ...work,
      prune() {
        pruneBegun.resolve();
        return new Promise(() => {});
      },
    });
    const admin = await reached(directory);
    const stopped =
      /^The server that has the data directory open was stopped before this was done\./;
    const failures = [admin.verify(), admin.prune(1)].map((asked) =>
      asked.catch((error: unknown) => error),
    );
    await Promise.all([work.begun, pruneBegun.promise]);
    await server.close();
    for (const failure of await Promise.all(failures)) {
      expect(asFailure(failure).message).toMatch(stopped);
    }
    await work.ended;
    expect(await reachServer(directory)).toBeUndefined();
  });

  it('says that a server of another version does not know the request', async () => {
    const directory = await temporaryFolder();
    const secrets = newSecrets();
    const port = await listening((asked, response) => {
      response.setHeader(serverSecretHeader, secrets.serverSecret);
      response.writeHead(asked.method === 'GET' ? 204 : 400).end();
    });
    await writeControlEndpoint(directory, { port, ...secrets });
    const admin = await reached(directory);
    await expect(admin.status()).rejects.toThrow(/open is of another version/);
  });
});

describe('the control file of a killed server', () => {
  it.each<[string, Parameters<typeof createServer>[1]]>([
    ['refuses', (_asked, response) => response.writeHead(401).end()],
    ['agrees to everything', (_asked, response) => response.end('{"result":{"flows":0}}\n')],
    [
      'gives back what it gets',
      (asked, response) => {
        const secret = asked.headers.authorization!.replace('Bearer ', '');
        response.writeHead(200, { [serverSecretHeader]: secret }).end('{"result":{"flows":0}}\n');
      },
    ],
    ['hangs up', (asked) => asked.socket.destroy()],
  ])('leads to no server when another program %s there', async (_what, answer) => {
    const directory = await temporaryFolder();
    await writeControlEndpoint(directory, { port: await listening(answer), ...newSecrets() });
    expect(await reachServer(directory)).toBeUndefined();
  });

  it('leads to no server when it has no secret of the server, as the response has none', async () => {
    const directory = await temporaryFolder();
    const port = await listening((_asked, response) => response.end());
    const { token } = newSecrets();
    await writeFile(controlFile(directory), JSON.stringify({ port, token }));
    expect(await reachServer(directory)).toBeUndefined();
  });

  it('leads to no server when nobody is there', async () => {
    const { directory, server } = await serveStoreAdmin({});
    const endpoint = (await readControlEndpoint(directory))!;
    await server.close();
    await writeControlEndpoint(directory, endpoint);
    expect(await reachServer(directory)).toBeUndefined();
  });

  it.each(['', '{', 'null', '[]', '{"port":"1"}', '{"port":1,"token":"a","serverSecret":"b"}'])(
    'leads to no server when it is %j',
    async (content) => {
      const directory = await temporaryFolder();
      await writeFile(controlFile(directory), content);
      expect(await reachServer(directory)).toBeUndefined();
    },
  );
});
