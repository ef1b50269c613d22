import type { LogFormat } from '../format.ts';
import { cfwFlowRows } from './cfw-rows.ts';
import { suricataEve, suricataNetflow } from './eve.ts';
import { ltsTrafficLog } from './lts.ts';
import { vpcFlowLog, vpcFlowLogCsv } from './vpc.ts';
import { zeekConn, zeekConnJson } from './zeek.ts';

/** All formats that are understood. A format that is not among them can be given by hand. */
export const logFormats: readonly LogFormat[] = [
  ltsTrafficLog,
  cfwFlowRows,
  suricataEve,
  suricataNetflow,
  zeekConn,
  zeekConnJson,
  vpcFlowLog,
  vpcFlowLogCsv,
];
