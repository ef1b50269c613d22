import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Failure } from '../failure.ts';
import { folderOf, run, shell, start, whatToAsk } from '../testing/program.ts';
import { tokenFrom } from './token.ts';

const token = 'MIIXyQYJKoZIhvcNAQcCoIIXujCCF7YCAQExDTALBg+/-_=';
const top = ['top', 'app', ...whatToAsk];

/** A server that answers with nothing, and the tokens that it was sent. */
async function listen() {
  const tokens: IncomingMessage['headers'][string][] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/v1/')) tokens.push(request.headers['x-auth-token']);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"data":{"records":[],"total":0}}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { tokens, ask: [...top, '--endpoint', `http://127.0.0.1:${port}`] };
}

describe('a token', () => {
  it('comes from a file, without the white space around it', async () => {
    const { tokens, ask } = await listen();
    const folder = await folderOf({
      plain: token,
      windows: `\ufeff${token}\r\n`,
      powershell: Buffer.from(`\ufeff${token}\r\n`, 'utf16le'),
      wide: `\n  ${token}\t\n\n`,
    });
    for (const name of ['plain', 'windows', 'powershell', 'wide']) {
      const { code, stderr } = await run([...ask, '--token-file', name], folder);
      expect([code, stderr]).toEqual([0, '']);
    }
    expect(tokens).toEqual([token, token, token, token]);
  });

  it('comes from standard input, or from what another program writes', async () => {
    const { tokens, ask } = await listen();
    const folder = await folderOf({});
    const running = start([...ask, '--token-file', '-'], folder);
    running.input.end(`${token}\n`);
    expect((await running.outcome).code).toBe(0);
    await shell(`cfw-flow ${ask.join(' ')} --token-file <(echo ${token})`, folder);
    expect(tokens).toEqual([token, token]);
  });

  it('of a file counts more than that of the environment', async () => {
    const { tokens, ask } = await listen();
    const folder = await folderOf({ token });
    const line = `export CFW_FLOW_TOKEN=environment; cfw-flow ${ask.join(' ')}`;
    await shell(line, folder);
    await shell(`${line} --token argument`, folder);
    await shell(`${line} --token-file token`, folder);
    expect(tokens).toEqual(['environment', 'argument', token]);
  });

  it('is given in one way alone', async () => {
    const folder = await folderOf({ token });
    const { code, stderr } = await run([...top, '--token', token, '--token-file', 'token'], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/'--token <token>' cannot be used with option '--token-file <file>'/);
  });
});

describe('a token file that is no good', () => {
  it('ends the command before it asks', async () => {
    const { tokens, ask } = await listen();
    const folder = await folderOf({ token: `${token}\nsecond` });
    const { code, stdout, stderr } = await run([...ask, '--token-file', 'token'], folder);
    expect([code, stdout, tokens]).toEqual([1, '', []]);
    expect(stderr).toBe(
      'error: The token file token has 2 lines. It takes the token and nothing else, in one line.\n',
    );
  });

  it('is one that is not there, is a folder or may not be read', async () => {
    const folder = await folderOf({ closed: token });
    await expect(tokenFrom({ tokenFile: `${folder}/gone\u001b[2J` })).rejects.toThrow(
      `There is no token file ${folder}/gone\\u001b[2J. Check the path.`,
    );
    await expect(tokenFrom({ tokenFile: folder })).rejects.toThrow('is a folder. Name a file.');
    await chmod(`${folder}/closed`, 0);
    // For root there are no rights.
    if (process.getuid?.() !== 0) {
      const closed = tokenFrom({ tokenFile: `${folder}/closed` });
      await expect(closed).rejects.toThrow('permission denied');
    }
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'is empty'],
    ['white space', '\ufeff \n', 'is empty'],
    ['two lines', `${token}\nsecond`, 'has 2 lines'],
    ['lines with an empty one between', `${token}\r\n\r\n${token}\n`, 'has 3 lines'],
    ['a blank', 'Bearer secret', 'holds a blank or another character that no token has'],
    ['another script', 'töken', 'holds a blank or another character that no token has'],
    [
      'binary data',
      Uint8Array.of(0x1f, 0x8b, 8, 0, 0xff),
      'holds a blank or another character that no token has',
    ],
    ['too much', 'a'.repeat(65_537), 'has more than 65536 bytes, which no token has'],
  ])('is one with %s, and its content is not shown', async (_, content, problem) => {
    const tokenFile = `${await folderOf({ token: content })}/token`;
    await expect(tokenFrom({ tokenFile })).rejects.toThrow(
      new Failure(
        `The token file ${tokenFile} ${problem}. It takes the token and nothing else, in one line.`,
      ),
    );
  });

  it('is standard input that holds nothing or never ends', async () => {
    const folder = await folderOf({});
    const line = `cfw-flow ${top.join(' ')} --token-file -`;
    const empty = await shell(`${line} < /dev/null`, folder);
    expect(empty.stderr).toMatch(/^error: Standard input is empty\. It takes/);
    const endless = await shell(`${line} < /dev/zero`, folder);
    expect(endless.stderr).toMatch(/^error: Standard input has more than 65536 bytes/);
  });
});
