import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import type { Contender } from './contenders.ts';
import type { StatisticServer } from './server.ts';

export interface Bundle {
  /** Minified and compressed. */
  bytes: number;
  /** Why the bundle can't make its call, if it can't. */
  fault?: string;
}

/**
 * Bundles the smallest program with one call for browsers, with all that it imports, and sees
 * whether the bundle makes its call.
 *
 * @param project folder with the programs and all that they import
 */
export async function measureBundle(
  { program, prepare }: Contender,
  { endpoint, total }: StatisticServer,
  project: string,
): Promise<Bundle> {
  const code = await bundle(join(project, `${program}.js`), project);
  const bytes = gzipSync(code).length;
  const file = join(project, `bundle-${program}.js`);
  writeFileSync(file, code);
  try {
    // In Node, which has all that a call needs of a browser: what fails here fails there too.
    const bundled = (await import(pathToFileURL(file).href)) as { prepare: typeof prepare };
    const read = await bundled.prepare(endpoint)();
    return read === total ? { bytes } : { bytes, fault: `it read ${read} for ${total}` };
  } catch (error) {
    return { bytes, fault: String(error) };
  }
}

async function bundle(input: string, root: string): Promise<string> {
  const { output } = (await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      write: false,
      minify: 'oxc',
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input, preserveEntrySignatures: 'strict' },
    },
  })) as Rollup.RollupOutput;
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`${input} became more than one file.`);
  return chunk.code;
}
