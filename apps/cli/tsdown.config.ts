import { fileURLToPath } from 'node:url';
// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

const consoleFiles = new URL('dist', import.meta.resolve('@cfw-flow/console/package.json'));

export default library({
  entry: ['src/main.ts'],
  platform: 'node',
  dts: false,
  copy: [
    { from: fileURLToPath(consoleFiles), to: 'dist', rename: 'console' },
    { from: 'format-files', to: 'dist' },
    { from: 'schemas', to: 'dist' },
  ],
});
