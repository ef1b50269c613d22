// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

export default library({
  entry: [
    'src/index.ts',
    'src/node/index.ts',
    'src/sdk.ts',
    'src/testing/index.ts',
    'src/testing/msw.ts',
  ],
  deps: { neverBundle: [/^node:/] },
});
