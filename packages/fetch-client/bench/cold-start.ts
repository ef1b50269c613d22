import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender } from './contenders.ts';
import type { StatisticServer } from './server.ts';
import { inTurns, median } from './turns.ts';

const run = promisify(execFile);

/**
 * What a process that makes one call takes, from its start to its end, more than one that does
 * nothing.
 *
 * @param project folder with the programs and all that they import
 * @returns milliseconds of each contender
 */
export async function measureColdStarts(
  contenders: Contender[],
  server: StatisticServer,
  project: string,
  starts: number,
): Promise<number[]> {
  const scripts = ['', ...contenders.map((contender) => script(contender, server))];
  const [empty = [], ...times] = await inTurns(
    scripts.map((text, index) => {
      const file = join(project, `start-${index}.js`);
      writeFileSync(file, text);
      return () => timeOfProcess(file, project);
    }),
    { rounds: starts, warmUps: 2 },
  );
  return times.map((own) => median(own.map((time, round) => time - empty[round]!)));
}

function script({ program }: Contender, { endpoint, total }: StatisticServer): string {
  return `import { prepare } from './${program}.js';
const total = await prepare('${endpoint}')();
if (total !== ${total}) throw new Error(\`\${total} where ${total} was sent\`);
`;
}

/** @returns milliseconds */
async function timeOfProcess(file: string, project: string): Promise<number> {
  // The vendor's core writes a file to the home folder.
  const env = { ...process.env, HOME: project, USERPROFILE: project };
  const begin = performance.now();
  await run(process.execPath, [file], { cwd: project, env });
  return performance.now() - begin;
}
