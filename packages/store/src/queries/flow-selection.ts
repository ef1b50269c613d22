import type { AssetType, Direction, LogType } from '@cfw-flow/types';
import type { TimeWindow } from '../window.ts';

/** Which flows a question is about. */
export interface FlowSelection {
  /** Firewall, a UUID. */
  fw_instance_id: string;
  /** Border the flows crossed. */
  log_type: LogType;
  /** Flows that ended in this window count. */
  window: TimeWindow;
  /** Who opened the sessions; both when left out. */
  direction?: Direction;
  /** Virtual gateways, any of which counts; all flows when left out. */
  vgw_id?: readonly string[];
  /** Kind of asset; all when left out. */
  asset_type?: AssetType;
}
