const ofThisRun =
  /^(npm_(package|lifecycle)_.*|npm_(command|execpath|node_execpath)|npm_config_(local|global)_prefix|pnpm_config_verify_deps_before_run|PNPM_.*|INIT_CWD|NODE)$/i;

/**
 * The environment that `npx -y pnpm@12` was started in: `env` without what npx and pnpm add for the
 * scripts that they run. That would lend a clone the Node and the tools of this workspace, and keep
 * pnpm from installing there first.
 */
export function outerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !ofThisRun.test(name));
  const path = env['PATH']?.split(':').filter((folder) => !folder.includes('/node_modules/'));
  return { ...Object.fromEntries(kept), PATH: path?.join(':') };
}
