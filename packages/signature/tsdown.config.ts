// @boundaries-ignore The build is the workspace's, not the package's.
import { library } from '../../tsdown.base.ts';

// Two files that differ in what `#hash` is. The exports choose between them, so that a browser
// loads the package without a bundler, too.
export default [
  library(),
  library({ entry: { node: 'src/index.ts' }, platform: 'node', dts: false }),
];
