// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

export default library({
  entry: ['src/main.ts'],
  platform: 'node',
  dts: false,
  copy: [{ from: '../console/dist', to: 'dist', rename: 'console' }],
});
