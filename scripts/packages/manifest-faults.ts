import type { Manifest } from './published.ts';

/** What all published packages share: the manifest at the root says it once. */
export type Origin = Pick<Manifest, 'license' | 'repository' | 'bugs'>;

/**
 * What is missing or wrong in the manifest of a packed package, for those who find it on npm and for
 * the tools that read it.
 *
 * @param folder - of the package, from the root, with slashes
 */
export function manifestFaults(manifest: Manifest, folder: string, origin: Origin): string[] {
  const page = origin.repository?.url?.replace(/^git\+/, '').replace(/\.git$/, '');
  const expected: Manifest = {
    ...manifest,
    license: origin.license,
    repository: { ...origin.repository, directory: folder },
    homepage: `${page}/tree/main/${folder}#readme`,
    bugs: origin.bugs,
    files: ['AGENTS.md', 'dist'],
    type: 'module',
    sideEffects: false,
    publishConfig: { ...manifest.publishConfig, access: 'public', provenance: true },
  };
  const differing = Object.entries(expected)
    .filter(([key, value]) => !equal(manifest[key as keyof Manifest], value))
    .map(([key, value]) => `has to say "${key}": ${JSON.stringify(value)}`);
  return [
    ...differing,
    ...textFaults(manifest),
    ...engineFaults(manifest),
    ...entryFaults(manifest),
  ];
}

function equal(a: unknown, b: unknown): boolean {
  const ordered = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted())
        : part,
    );
  return ordered(a) === ordered(b);
}

function textFaults({ description = '', keywords = [] }: Manifest): string[] {
  const sorted = [...new Set(keywords)].toSorted();
  return [
    ...(description.endsWith('.') ? [] : ['needs a description that is a sentence']),
    ...(keywords.length >= 5 ? [] : ['needs five keywords or more']),
    ...(equal(keywords, sorted) ? [] : [`needs its keywords sorted: ${sorted.join(', ')}`]),
  ];
}

function engineFaults({ engines }: Manifest): string[] {
  return /^>=\d+(\.\d+)*$/.test(engines?.node ?? '')
    ? []
    : ['has to say "engines": {"node": ">=…"}, the earliest Node that it runs in'];
}

/** A library says where its types are before where its code is; a program has a command. */
function entryFaults({ exports, bin }: Manifest): string[] {
  if (exports === undefined) return bin ? [] : ['has neither exports nor a command'];
  return Object.entries(exports).flatMap(([entry, target]) => {
    if (typeof target === 'string') {
      return target.endsWith('.json') ? [] : [`has to name the types of the export ${entry}`];
    }
    const conditions = Object.keys(target as object);
    return [
      ...(conditions[0] === 'types' ? [] : [`has to name the types of the export ${entry} first`]),
      ...(conditions.at(-1) === 'default' ? [] : [`has to end the export ${entry} with default`]),
      ...Object.values(target as Record<string, string>)
        .filter((path) => !path.startsWith('./dist/'))
        .map((path) => `exports ${path}, which is not in dist`),
    ];
  });
}
