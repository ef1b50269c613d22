import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository, whose files are the pages of the site. */
const root = resolve(import.meta.dirname, '../../..');

/** Where the source is to be read. */
export const repository = 'https://github.com/cfw-flow/cfw-flow';

/** A part of the sidebar: the files that are its pages, in the order of reading. */
interface Chapter {
  label: string;
  sources: string[];
}

const guides = (...names: string[]): string[] => names.map((name) => `apps/docs/guides/${name}.md`);

const referenceOfModules = globSync('apps/docs/reference/@cfw-flow/**/index.md', { cwd: root });

/** Where the site will be, with a slash at its end. */
export const siteUrl = new URL(process.env['SITE_URL'] ?? 'http://localhost:8240/');

/** The sidebar. */
export const chapters: readonly Chapter[] = [
  { label: 'Start', sources: guides('getting-started', 'demo-stories') },
  {
    label: 'Use it',
    sources: [...guides('console'), 'apps/cli/README.md', ...guides('alerts', 'agents')],
  },
  {
    label: 'Logs',
    sources: guides(
      'lts-traffic-log',
      'suricata-eve',
      'zeek-conn',
      'vpc-flow-log',
      'cfw-rows',
      'wrapped-logs',
      'your-own-format',
      'add-a-format',
    ),
  },
  {
    label: 'Run a server',
    sources: guides('threat-lists', 'nothing-lost-nothing-twice', 'backups'),
  },
  { label: 'Know more', sources: [...guides('our-answers', 'benchmarks'), 'SECURITY.md'] },
  {
    label: 'Packages',
    sources: ['fetch-client', 'signature', 'types', 'server', 'store', 'store-duckdb'].map(
      (name) => `packages/${name}/README.md`,
    ),
  },
  { label: 'Reference', sources: referenceOfModules.map(toSlashes).filter(isModule).toSorted() },
  { label: 'Take part', sources: ['CONTRIBUTING.md'] },
];

/** What the sidebar calls pages whose title, read alone, would not say what they are. */
export const labels: Readonly<Record<string, string>> = {
  'apps/cli/README.md': 'The command line',
};

/** Every file that is a page of the site. */
export function pageSources(): string[] {
  const reference = globSync('apps/docs/reference/**/*.md', { cwd: root }).map(toSlashes);
  const listed = chapters.flatMap(({ sources }) => sources);
  return [...new Set(['apps/docs/guides/index.md', ...listed, ...reference.filter(isModule)])];
}

const routeRules: readonly [RegExp, string][] = [
  [/^(README|apps\/docs\/guides\/index)\.md$/, ''],
  [/^apps\/docs\/guides\/(.+?)(\/index)?\.md$/, '$1'],
  [/^apps\/cli\/README\.md$/, 'command-line'],
  [/^packages\/(.+)\/README\.md$/, 'packages/$1'],
  [/^(CONTRIBUTING|SECURITY)\.md$/, '$1'],
  [/^apps\/docs\/reference\/index\.md$/, 'reference'],
  [
    /^apps\/docs\/reference\/@cfw-flow\/([^/]+)(?:\/main)?(\/.+?)??(?:\/index)?\.md$/,
    'reference/$1$2',
  ],
];

/** The path on the site of a file that is a page, or for which a page stands; empty for the first. */
export function routeOf(source: string): string | undefined {
  const rule = routeRules.find(([pattern]) => pattern.test(source));
  return rule && source.replace(...rule).toLowerCase();
}

/** A package of several modules has its first page for its main module. */
function isModule(source: string, _: number, all: string[]): boolean {
  const main = source.replace(/index\.md$/, 'main/index.md');
  return main === source || !all.includes(main);
}

function toSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

export function absolute(source: string): string {
  return join(root, source);
}
