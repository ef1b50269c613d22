import { library } from '../../tsdown.base.ts';

export default library({ copy: ['src/generated/flow-statistic.json'] });
