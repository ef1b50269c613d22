import path from 'node:path';

/** The command that runs this program again, such as `cfw-flow` or `npx -y pnpm@12 cfw-flow`. */
export function invocation(
  program: string,
  env: NodeJS.ProcessEnv = process.env,
  folder: string = process.cwd(),
): string {
  const byScript = env['npm_lifecycle_event'] !== undefined;
  const inCheckout = program.endsWith('.ts');
  if (inCheckout) {
    return byScript
      ? 'npx -y pnpm@12 cfw-flow'
      : `node ${path.relative(folder, program).replaceAll(path.sep, '/')}`;
  }
  return byScript ? 'npx cfw-flow' : 'cfw-flow';
}
