import { fileURLToPath } from 'node:url';
// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

const consoleFiles = new URL('dist', import.meta.resolve('@cfw-flow/console/package.json'));

export default library({
  entry: { main: 'src/main.ts', testing: 'src/test-server/index.ts' },
  platform: 'node',
  dts: { entry: 'src/test-server/index.ts' },
  copy: [
    { from: fileURLToPath(consoleFiles), to: 'dist', rename: 'console' },
    { from: 'format-files', to: 'dist' },
    { from: 'schemas', to: 'dist' },
  ],
});
