import { expect, test } from 'vitest';
import { outerEnvironment } from './outer-environment.ts';

test('the outer environment has the settings of the person, not those of the running script.', () => {
  const person = { HOME: '/home/lin', CI: 'true', npm_config_registry: 'https://npm.example/' };
  const script = {
    npm_execpath: '/home/lin/.npm/_npx/1/node_modules/pnpm/bin/pnpm.mjs',
    npm_lifecycle_event: 'check:commands',
    npm_package_name: 'cfw-flow-workspace',
    pnpm_config_verify_deps_before_run: 'false',
    INIT_CWD: '/home/lin/cfw-flow',
    NODE: '/usr/bin/node',
  };
  const PATH = '/home/lin/cfw-flow/node_modules/.bin:/usr/local/bin:/usr/bin';
  expect(outerEnvironment({ ...person, ...script, PATH })).toEqual({
    ...person,
    PATH: '/usr/local/bin:/usr/bin',
  });
});
