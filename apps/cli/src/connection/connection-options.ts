import type { AssetType, Direction, LogType } from '@cfw-flow/types';
import type { Region } from '@cfw-flow/fetch-client';
import type { WindowOptions } from './asked-window.ts';
import type { TokenOptions } from './token.ts';

/** Options of all commands that ask a server: which flows, and which server. */
export interface ConnectionOptions extends TokenOptions, WindowOptions {
  /** Name of a profile. */
  profile?: string;
  /** As people write it, such as `localhost:8239`. */
  endpoint?: string;
  /** Region of the cloud, in place of an endpoint. */
  region?: Region;
  /** 32 hexadecimal digits. */
  project?: string;
  /** A UUID, or a name that the profile gives it. */
  firewall?: string;
  logType?: LogType;
  direction?: Direction;
  assetType?: AssetType;
  vgwId?: string[];
  /** Has answers of cfw-flow servers say what they were made from. */
  explain?: boolean;
}
