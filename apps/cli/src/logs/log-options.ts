import type { LogFormat } from '@cfw-flow/store';

/** How logs are read. */
export interface LogOptions {
  /** Firewall of the flows that don't name theirs. */
  firewall: string;
  /** Internal networks in CIDR notation; the private ones when left out. */
  internalNetworks?: readonly string[] | undefined;
  /** Format of the files; detected by their content when left out. */
  format?: LogFormat | undefined;
  /** Formats that are detected; all that are known when left out. */
  formats?: readonly LogFormat[] | undefined;
}
