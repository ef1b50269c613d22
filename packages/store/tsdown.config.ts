import { library } from '../../tsdown.base.ts';

export default library({ entry: ['src/index.ts', 'src/testing/index.ts'], platform: 'node' });
