// What the client costs beside its peers, in one run: the time of a call, the start of a process
// that makes one, what it installs, and what it adds to a bundle. `--quick` only shows that it runs.
import { parseArgs } from 'node:util';
import { type Bundle, measureBundle } from './bundle-size.ts';
import { type CallTime, callsPerRound, measureCalls } from './calls.ts';
import { measureColdStarts } from './cold-start.ts';
import { type Contender, contenders } from './contenders.ts';
import { type InstallSize, measureInstall } from './install-size.ts';
import { makeProject, removeProject } from './project.ts';
import { type StatisticServer, startServer } from './server.ts';
import { table } from './table.ts';

interface Figures {
  contender: Contender;
  call: CallTime;
  /** Milliseconds. */
  coldStart: number;
  install: InstallSize | undefined;
  bundle: Bundle;
}

const { quick } = parseArgs({ options: { quick: { type: 'boolean' } } }).values;
const [rounds, starts] = quick ? [5, 1] : [200, 15];

const server = await startServer();
const project = await makeProject(['openapi-fetch', 'ky', '@huaweicloud/huaweicloud-sdk-core']);
try {
  console.log(report(await measure(), server));
} finally {
  removeProject(project);
  server.close();
}

async function measure(): Promise<Figures[]> {
  console.error('Calls …');
  const calls = await measureCalls(contenders, server, rounds);
  console.error('Cold starts …');
  const coldStarts = await measureColdStarts(contenders, server, project, starts);
  console.error('Bundles …');
  const figures: Figures[] = [];
  for (const [index, contender] of contenders.entries()) {
    figures.push({
      contender,
      call: calls[index]!,
      coldStart: coldStarts[index]!,
      install: contender.installs ? measureInstall(contender.installs, project) : undefined,
      bundle: await measureBundle(contender, server, project),
    });
  }
  return figures;
}

function report(figures: Figures[], { bytes }: StatisticServer): string {
  const head = [
    ['', '', '', 'call', 'times', 'cold', 'install', '', 'bundle'],
    ['', 'signs', 'retries', 'µs', 'bare', 'ms', 'packages', 'kB', 'kB'],
  ];
  return [
    '',
    table([...head, ...figures.map(row)]),
    '',
    `call     ${bytes} bytes from this machine, one call after another: medians of`,
    `         ${rounds} rounds of ${callsPerRound}, in turns`,
    `cold     a new process of Node ${process.versions.node} that makes one call, less one that`,
    `         does nothing: median of ${starts}, in turns`,
    'install  the package and all its dependencies, the sum of the sizes of their files',
    'bundle   the program with one call, for browsers, minified and compressed',
    'retries  on 429 and 503, unless told not to',
    ...figures.flatMap(remarks),
  ].join('\n');
}

function row({ contender, call, coldStart, install, bundle }: Figures): string[] {
  return [
    contender.name,
    contender.signs ? 'yes' : '–',
    contender.retries ? 'yes' : '–',
    call.microseconds.toFixed(0),
    call.ratio.toFixed(2),
    coldStart.toFixed(0),
    install ? `${install.packages}` : '–',
    install ? (install.bytes / 1000).toFixed(0) : '–',
    `${(bundle.bytes / 1000).toFixed(1)}${bundle.fault ? '*' : ' '}`,
  ];
}

function remarks({ contender, bundle }: Figures): string[] {
  const { name, note } = contender;
  return [
    ...(note ? [name, `         ${note}`] : []),
    ...(bundle.fault ? [`       * its bundle doesn't run: ${bundle.fault}`] : []),
  ];
}
