// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

export default library({
  entry: ['src/index.ts', 'src/node/index.ts'],
  deps: { neverBundle: [/^node:/] },
});
