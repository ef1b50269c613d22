import { blockOf } from './documents.ts';
import { ltsLine } from './sample-logs.ts';

/** How a documented command is tried. */
export type CommandRun = CommandThatEnds | CommandThatServes | CommandLeftOut;

/** Has to end with success. */
export interface CommandThatEnds {
  kind: 'ends';
  /** What is run in its place: the placeholder filled in, the smallest input, what has to be there. */
  line?: string;
  /** The command that has to be serving meanwhile. */
  beside?: string;
  /** Files that it needs, by their path in the clone. */
  files?: Readonly<Record<string, string>>;
}

/** Has to answer over HTTP, and to end when it is interrupted. */
export interface CommandThatServes {
  kind: 'serves';
  urls: readonly string[];
  /** Files that it needs, by their path in the clone. */
  files?: Readonly<Record<string, string>>;
}

/** Isn't run here, for a reason. */
export interface CommandLeftOut {
  kind: 'left out';
  reason: string;
}

const ends: CommandThatEnds = { kind: 'ends' };
const endsBesideStart: CommandThatEnds = { kind: 'ends', beside: 'npx -y pnpm@12 start' };
const endpoint = 'http://127.0.0.1:8239/';
const context = `${endpoint}console/context.json`;

function endsAs(line: string): CommandThatEnds {
  return { kind: 'ends', line: `npx -y pnpm@12 ${line}` };
}

function serves(...urls: string[]): CommandThatServes {
  return { kind: 'serves', urls };
}

export function leftOut(reason: string): CommandLeftOut {
  return { kind: 'left out', reason };
}

const stepOfCi = leftOut('a step of .ci/run');

/** A folder with a log. */
const traffic = { 'traffic/flows.ndjson': ltsLine };

/** Every documented command of the workspace, and how `check:commands` tries it in a clone. */
export const commandRuns: Readonly<Record<string, CommandRun>> = {
  'npx -y pnpm@12 start': serves(endpoint, context),
  'npx -y pnpm@12 cfw-flow serve --demo': leftOut('it is what start runs'),
  'npx -y pnpm@12 cfw-flow serve --logs traffic/': {
    kind: 'serves',
    urls: [endpoint, context],
    files: traffic,
  },
  'npx -y pnpm@12 cfw-flow inspect traffic/': { kind: 'ends', files: traffic },
  'npx -y pnpm@12 cfw-flow serve --logs PATH': leftOut('tried as serve --logs traffic/'),
  'npx -y pnpm@12 cfw-flow formats': ends,
  'npx -y pnpm@12 cfw-flow top dst_host --log-type internet --direction in2out': endsBesideStart,
  'npx -y pnpm@12 cfw-flow top src_ip dst_host --by byte --log-type internet': endsBesideStart,
  'npx -y pnpm@12 cfw-flow trend --log-type internet': endsBesideStart,
  'npx -y pnpm@12 cfw-flow detail dst_host www.acme.example --log-type internet': endsBesideStart,
  'npx -y pnpm@12 cfw-flow compare src_ip --log-type internet --last 1d': endsBesideStart,
  'npx -y pnpm@12 cfw-flow report --day yesterday -o yesterday.html': endsBesideStart,
  'npx -y pnpm@12 cfw-flow …': endsAs('cfw-flow --help'),
  'npx -y pnpm@12 dev': serves(context, 'http://localhost:5173/'),
  'npx -y pnpm@12 docs:serve': serves('http://localhost:8240/'),
  'npx -y pnpm@12 cfw-flow': endsAs('cfw-flow --help'),
  'npx -y pnpm@12 --filter @cfw-flow/console dev': leftOut('dev starts it beside a server'),
  'npx -y pnpm@12 --filter @cfw-flow/docs draw': ends,
  'npx -y pnpm@12 run docs': leftOut('docs:serve builds the same'),
  'npx -y pnpm@12 generate': ends,
  'npx -y pnpm@12 exec turbo watch generate': leftOut('it is generate, again and again'),
  'npx -y pnpm@12 build': ends,
  'npx -y pnpm@12 typecheck': ends,
  'npx -y pnpm@12 run build': leftOut('tried as build'),
  'npx -y pnpm@12 run typecheck': leftOut('tried as typecheck'),
  'npx -y pnpm@12 run lint': stepOfCi,
  'npx -y pnpm@12 run format': leftOut('tried as format'),
  'npx -y pnpm@12 run boundaries': stepOfCi,
  'npx -y pnpm@12 run knip': stepOfCi,
  'npx -y pnpm@12 lint': stepOfCi,
  'npx -y pnpm@12 format': ends,
  'npx -y pnpm@12 format:check': stepOfCi,
  'npx -y pnpm@12 boundaries': stepOfCi,
  'npx -y pnpm@12 knip': stepOfCi,
  'npx -y pnpm@12 check:bumps': stepOfCi,
  'npx -y pnpm@12 check:packages': stepOfCi,
  'npx -y pnpm@12 bench': endsAs('bench --quick'),
  'npx -y pnpm@12 bench:store': endsAs('bench:store 0.01 --times 1'),
  'npx -y pnpm@12 bench:formats': endsAs('bench:formats 0.01'),
  'npx -y pnpm@12 --filter @cfw-flow/store-duckdb bench:soak 30': leftOut('takes half an hour'),
  'npx -y pnpm@12 bench:ingest': leftOut(
    'its three measurements of questions and batches take 30 s each',
  ),
  'npx -y pnpm@12 vendor:page': leftOut('it needs the text of the page'),
  'npx -y pnpm@12 run check:bumps --write': leftOut('writes what check:bumps misses'),
  'npx -y pnpm@12 exec changeset publish': leftOut('it publishes; rehearse:release tries it'),
  'npx cfw-flow@latest serve --demo': leftOut('nothing is published yet'),
  'npx -y pnpm@12 exec changeset': endsAs('exec changeset --empty'),
  'npx -y pnpm@12 --dir apps/cli exec node hosts.ts': {
    ...endsBesideStart,
    files: { 'apps/cli/hosts.ts': blockOf('README.md', 'ts') },
  },
  'npx -y pnpm@12 --filter-prod "@cfw-flow/fetch-client..." pack --pack-destination /tmp/cfw-flow':
    endsAs(
      'exec turbo run build --filter=@cfw-flow/fetch-client... && npx -y pnpm@12 --filter-prod "@cfw-flow/fetch-client..." pack --pack-destination packed && mkdir project && cd project && npm install --prefix . ../packed/*.tgz',
    ),
  'npx -y pnpm@12 install': leftOut('every command installs what is missing'),
  'npx -y pnpm@12 exec vitest run PATH': endsAs(
    'exec vitest run scripts/commands/documented-commands.test.ts',
  ),
  'npx -y pnpm@12 check:commands': leftOut('it is this check'),
  'npx -y pnpm@12 test': leftOut('a part of test:all'),
  'npx -y pnpm@12 test:all': stepOfCi,
  'npx -y pnpm@12 test packages/store': leftOut('a part of test:all'),
  'npx -y pnpm@12 test:all apps/console/test/item.test.ts': leftOut('a part of test:all'),
  'npx -y pnpm@12 rehearse:release': stepOfCi,
  'npx cfw-flow': leftOut('rehearse:release runs it'),
  'npx cfw-flow serve': leftOut('rehearse:release runs it'),
  'npx cfw-flow serve --demo': leftOut('rehearse:release runs it'),
  'npx -y pnpm@12 test:runtimes': leftOut('a part of rehearse:release'),
  'npx -y pnpm@12 run test:runtimes -u': leftOut('writes down what test:runtimes checks'),
  '.ci/run': leftOut('it runs this check'),
};
