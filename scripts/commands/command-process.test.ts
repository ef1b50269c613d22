import { describe, expect, test } from 'vitest';
import { freePort } from '../testing/npx.ts';
import { answers, CommandProcess } from './command-process.ts';

// Bash complains about a locale that the machine lacks.
const here = { cwd: import.meta.dirname, env: { ...process.env, LC_ALL: 'C' } };

/** A shell line that runs a program of Node beneath the shell, as npx and pnpm do. */
function nodeLine(program: string): string {
  return `"${process.execPath}" -e '${program}'; exit $?`;
}

async function freeUrl(): Promise<{ port: string; url: string }> {
  const port = await freePort();
  return { port, url: `http://127.0.0.1:${port}/` };
}

function server(port: string, status = 200): string {
  return `require("node:http").createServer((_, response) => response.writeHead(${status}).end()).listen(${port}, "127.0.0.1");`;
}

// Windows has neither bash nor groups of processes that a signal reaches.
describe.skipIf(process.platform === 'win32')('a command in a process of its own', () => {
  describe('a command that should end', () => {
    test('may succeed, and has an output.', async () => {
      await using command = new CommandProcess('echo one; exit 0', here);
      expect(await command.succeed(60_000)).toBe('one\n');
    });

    test('fails with the end of its output.', async () => {
      await using command = new CommandProcess('echo one; echo two >&2; exit 3', here);
      await expect(command.succeed(60_000)).rejects.toThrow(/ended with 3\. [^]*one[^]*two/);
    });

    test('fails when it takes too long, and is gone afterwards.', async () => {
      const { port, url } = await freeUrl();
      {
        await using command = new CommandProcess(nodeLine(server(port)), here);
        await command.answer(url, 60_000);
        await expect(command.succeed(50)).rejects.toThrow("hasn't ended after 0.05 s");
      }
      expect(await answers(url)).toBe(false);
    });
  });

  describe('a command that should serve', () => {
    test('answers, and ends when it is interrupted.', async () => {
      const { port, url } = await freeUrl();
      await using command = new CommandProcess(nodeLine(server(port)), here);
      await command.answer(url, 60_000);
      await command.interrupt(60_000);
      expect(await answers(url)).toBe(false);
    });

    test('prints what tells where it is.', async () => {
      await using command = new CommandProcess('echo port 80; sleep 60', here);
      expect((await command.print(/port (\d+)/, 60_000))[1]).toBe('80');
      await expect(command.print(/host/, 50)).rejects.toThrow(/printed \/host\/[^]*port 80/);
    });

    test('fails when it ends before it prints that.', async () => {
      await using command = new CommandProcess('echo no such', here);
      await expect(command.print(/port/, 60_000)).rejects.toThrow(/ended before [^]*no such/);
    });

    test('fails when it ends before it answers.', async () => {
      const { url } = await freeUrl();
      await using command = new CommandProcess('echo no port; exit 0', here);
      await expect(command.answer(url, 60_000)).rejects.toThrow(/ended before [^]*no port/);
    });

    test('fails when its answer is an error.', async () => {
      const { port, url } = await freeUrl();
      await using command = new CommandProcess(nodeLine(server(port, 500)), here);
      await expect(command.answer(url, 1000)).rejects.toThrow(`doesn't answer at ${url} after 1 s`);
    });

    test('fails when it goes on after it was interrupted.', async () => {
      const { port, url } = await freeUrl();
      const deaf = `process.on("SIGINT", () => {}); ${server(port)}`;
      await using command = new CommandProcess(nodeLine(deaf), here);
      await command.answer(url, 60_000);
      await expect(command.interrupt(100)).rejects.toThrow("hasn't ended 0.1 s after Ctrl+C");
    });
  });
});
