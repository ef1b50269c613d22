// @module-tag slow

import { beforeEach, describe, expect, it } from 'vitest';
import { startProgramsAt } from '../testing/clock.ts';
import { flowLine, ndjson } from '../testing/logs.ts';
import { folderOf, run, serve } from '../testing/program.ts';
import { hasPseudoTerminals, startInTerminal } from '../testing/pseudo-terminal.ts';

const DAY = 86_400_000;
const today = Date.UTC(2026, 10, 18);

beforeEach(() => startProgramsAt(today + DAY / 2));

/** A log of these days, counted from today. */
function daysAgo(...days: number[]): string {
  return ndjson(days.map((ago) => flowLine({ end_time: today - ago * DAY })));
}

function day(ago: number): string {
  return new Date(today - ago * DAY).toISOString().slice(0, 10);
}

describe('cfw-flow prune', () => {
  it('keeps today and so many days before, and does nothing the second time', async () => {
    const folder = await folderOf({ 'a.ndjson': daysAgo(0, 1, 2, 3, 4, 400) });
    await run(['ingest', 'a.ndjson'], folder);
    const first = await run(['prune', '--keep-days', '2', '--yes'], folder);
    expect(first).toEqual({
      code: 0,
      stdout: `3 flows that ended before ${day(2)} (UTC) removed, 3 flows left.\n`,
      stderr: '',
    });
    const second = await run(['prune', '--keep-days', '2', '--yes'], folder);
    expect(second.stdout).toBe(
      `No flow ended before ${day(2)} (UTC): nothing removed, 3 flows left.\n`,
    );
    const again = await run(['ingest', 'a.ndjson'], folder);
    expect(again.stdout).toMatch('already ingested');
    expect((await run(['verify'], folder)).stdout).toMatch(/^3 flows compared .*\nall equal$/m);
  });

  it('removes nothing with --dry-run, and nothing unasked where nobody can be asked', async () => {
    const folder = await folderOf({ 'a.ndjson': daysAgo(0, 1, 2, 3, 4, 400) });
    await run(['ingest', 'a.ndjson'], folder);
    const old = `Flows that ended before ${day(2)} (UTC), the earliest on ${day(400)}`;
    expect(await run(['prune', '--keep-days', '2', '--dry-run'], folder)).toEqual({
      code: 0,
      stdout: `${old} would be removed.\n`,
      stderr: '',
    });
    expect(await run(['prune', '--keep-days', '2'], folder)).toEqual({
      code: 2,
      stdout: '',
      stderr:
        `error: ${old}, in .cfw-flow, would be removed for good. ` +
        '--yes removes them without a question, --dry-run only says what would be.\n',
    });
    expect((await run(['stats'], folder)).stdout).toMatch(/^flows +6$/m);
  });

  it('asks nobody when no flow is too old', async () => {
    const folder = await folderOf({ 'a.ndjson': daysAgo(0, 1) });
    await run(['ingest', 'a.ndjson'], folder);
    const nothing = `No flow ended before ${day(2)} (UTC): nothing`;
    const dry = await run(['prune', '--keep-days', '2', '--dry-run'], folder);
    expect(dry.stdout).toBe(`${nothing} would be removed.\n`);
    const { code, stdout } = await run(['prune', '--keep-days', '2'], folder);
    expect([code, stdout]).toEqual([0, `${nothing} removed, 2 flows left.\n`]);
  });

  it('says from which day it counts, in a sentence of its own', async () => {
    const folder = await folderOf({ 'a.ndjson': daysAgo(400, 440) });
    await run(['ingest', 'a.ndjson'], folder);
    const dry = (days: string) => run(['prune', '--keep-days', days, '--dry-run'], folder);
    const counted = `The days to keep are counted back from the latest flow, of ${day(400)}, not from `;
    expect((await dry('60')).stdout).toMatch(`nothing would be removed. ${counted}`);
    expect((await dry('30')).stdout).toMatch(`would be removed. ${counted}`);
  });

  it.skipIf(!hasPseudoTerminals)('asks a person, and removes at yes alone', async () => {
    const folder = await folderOf({ 'a.ndjson': daysAgo(0, 400) });
    await run(['ingest', 'a.ndjson'], folder);
    for (const [answer, outcome] of [
      ['n', /Nothing was removed\.\s+ended with 0/],
      ['\u0003', /Interrupted: all is removed, or nothing\.[^]*ended with 1/],
      ['y', /1 flow that ended before .* removed, 1 flow left\.\s+ended with 0/],
    ] as const) {
      const args = ['prune', '--keep-days', '2'];
      const terminal = await startInTerminal(args, folder, { columns: 100, rows: 24 });
      await terminal.shows(/are removed for good\. Go on\? \[y\/N\]/);
      terminal.types(answer === '\u0003' ? answer : `${answer}\n`);
      await terminal.shows(outcome);
    }
  });
});

describe('cfw-flow serve --keep-days', () => {
  it('removes what is too old before it serves, and says so', async () => {
    const folder = await folderOf({ 'a.ndjson': daysAgo(0, 1, 2, 3, 4, 400) });
    const server = await serve(['--logs', 'a.ndjson', '--keep-days', '3'], folder);
    const { firewalls } = await (await fetch(`${server.url}/console/context.json`)).json();
    expect(firewalls[0]).toMatchObject({ flows: 4, first_time: today - 3 * DAY });
    const { code, stdout, stderr } = await server.end();
    expect(code).toBe(0);
    expect(stdout).toMatch('4 flows from');
    expect(stderr).toMatch(`2 flows that ended before ${day(3)} (UTC) removed, 4 flows left.\n`);
  });

  it('keeps the last days of old logs, and says from which day it counts', async () => {
    const folder = await folderOf({ 'a.ndjson': daysAgo(400, 410, 440) });
    const server = await serve(['--logs', 'a.ndjson', '--keep-days', '30'], folder);
    const { firewalls } = await (await fetch(`${server.url}/console/context.json`)).json();
    expect(firewalls[0]).toMatchObject({ flows: 2, first_time: today - 410 * DAY });
    const { stderr } = await server.end();
    expect(stderr).toMatch(`1 flow that ended before ${day(430)} (UTC) removed, 2 flows left. `);
    expect(stderr).toMatch(
      `The days to keep are counted back from the latest flow, of ${day(400)}, not from `,
    );
  });
});
