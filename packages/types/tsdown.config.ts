// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

export default library({
  entry: ['src/index.ts', 'src/console.ts'],
  copy: ['src/generated/flow-log-analysis.json'],
});
