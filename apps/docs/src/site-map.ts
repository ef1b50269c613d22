import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository, whose files are the pages of the site. */
export const root = resolve(import.meta.dirname, '../../..');

/** Where the source is to be read. */
export const repository = 'https://github.com/cfw-flow/cfw-flow';

/** Where the site will be, with a slash at its end. */
export const siteUrl = new URL(process.env['SITE_URL'] ?? 'http://localhost:8240/');

/** A part of the sidebar: the paths of its pages, in the order of reading. */
interface Chapter {
  label: string;
  /** What it is called in Chinese. */
  chinese: string;
  routes: string[];
}

const routeRules: readonly [RegExp, string][] = [
  [/^(README|apps\/docs\/guides\/index)\.md$/, ''],
  [/^apps\/docs\/guides\/(.+?)(\/index)?\.md$/, '$1'],
  [/^apps\/cli\/README\.md$/, 'command-line'],
  [/^packages\/(.+)\/README\.md$/, 'packages/$1'],
  [/^(CONTRIBUTING|SECURITY)\.md$/, '$1'],
  [/^openapi\/flow-log-analysis\.yaml$/, 'operations'],
  [/^apps\/docs\/reference\/index\.md$/, 'reference'],
  [
    /^apps\/docs\/reference\/(?:@cfw-flow\/)?([^/]+)(?:\/main)?(\/.+?)??(?:\/index)?\.md$/,
    'reference/$1$2',
  ],
];

/** The path on the site of a file that is a page, or for which a page stands; empty for the first. */
export function routeOf(source: string): string | undefined {
  const rule = routeRules.find(([pattern]) => pattern.test(source));
  return rule && source.replace(...rule).toLowerCase();
}

/** Until the first release, packages have the version 0.0.0, and nothing of them is on npm. */
export const isReleased = !readFileSync(absolute('apps/cli/package.json'), 'utf8').includes(
  '"0.0.0"',
);

const beforeRelease = 'apps/docs/guides/before-the-first-release.md';
const guides = toSlashes(globSync('apps/docs/guides/**/*.md', { cwd: root })).filter(
  (source) => !isReleased || source !== beforeRelease,
);
const reference = toSlashes(globSync('apps/docs/reference/**/*.md', { cwd: root }));

/** Every file that is a page of the site. */
export const pageSources: readonly string[] = [
  ...guides,
  'apps/cli/README.md',
  ...toSlashes(globSync('packages/*/README.md', { cwd: root })),
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...reference.filter(isModule),
];

/** The sidebar. */
export const chapters: readonly Chapter[] = [
  {
    label: 'Start',
    chinese: '入门',
    routes: [
      'start-here',
      'first-call',
      'serve-your-logs',
      'test-against-cfw',
      'demo-stories',
      ...(isReleased ? [] : ['before-the-first-release']),
    ],
  },
  {
    label: 'Use it',
    chinese: '使用',
    routes: [
      'console',
      'command-line',
      'credentials',
      'errors',
      'alerts',
      'agents',
      'grafana',
      'terraform-and-sdks',
    ],
  },
  {
    label: 'Operations',
    chinese: 'API 操作',
    routes: [
      'operations',
      'operations/flow-statistic',
      'operations/flow-trend',
      'operations/flow-detail',
      'operations/flow-top',
      'our-answers',
    ],
  },
  {
    label: 'Logs',
    chinese: '日志',
    routes: [
      'lts-traffic-log',
      'lts-through-obs',
      'cfw-rows',
      'suricata-eve',
      'zeek-conn',
      'vpc-flow-log',
      'wrapped-logs',
      'your-own-format',
      'add-a-format',
    ],
  },
  {
    label: 'Run a server',
    chinese: '运行服务器',
    routes: [
      'deploy',
      'upgrade',
      'backups',
      'threat-lists',
      'nothing-lost-nothing-twice',
      'security',
    ],
  },
  {
    label: 'Background',
    chinese: '背景资料',
    routes: ['architecture', 'benchmarks', 'comparison', 'versions', 'changelog', 'contributing'],
  },
  {
    label: 'Packages',
    chinese: '软件包',
    routes: [
      'packages/fetch-client',
      'packages/signature',
      'packages/types',
      'packages/server',
      'packages/store',
      'packages/store-duckdb',
    ],
  },
  {
    label: 'Reference',
    chinese: '参考',
    routes: reference
      .filter(isModule)
      .filter((source) => source.endsWith('index.md'))
      .flatMap((source) => routeOf(source) ?? [])
      .toSorted(),
  },
];

/** The pages that are there in Chinese, too. */
export const chinesePages: readonly string[] = [
  'zh-cn',
  'zh-cn/start-here',
  'zh-cn/first-call',
  'zh-cn/serve-your-logs',
];

/** What the sidebar calls pages whose title, read alone, would not say what they are. */
export const labels: Readonly<Record<string, string>> = {
  'command-line': 'The command line',
  'operations/flow-statistic': 'flow-statistic',
  'operations/flow-trend': 'flow-trend',
  'operations/flow-detail': 'flow-detail',
  'operations/flow-top': 'flow-top',
};

/** A package of several modules has its first page for its main module. */
function isModule(source: string, _: number, all: string[]): boolean {
  const main = source.replace(/index\.md$/, 'main/index.md');
  return main === source || !all.includes(main);
}

function toSlashes(paths: readonly string[]): string[] {
  return paths.map((path) => path.replaceAll('\\', '/')).toSorted();
}

export function absolute(source: string): string {
  return join(root, source);
}
