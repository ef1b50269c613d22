// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

export default library({
  entry: {
    index: 'src/index.ts',
    'testing/index': 'src/testing/index.ts',
    // A thread loads it by its place beside the code that starts it.
    'reader-worker': 'src/reader/reader-worker.ts',
  },
  platform: 'node',
});
