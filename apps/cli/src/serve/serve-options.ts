import type { EnrichmentOptions } from '../enrichment/enrichment-sources.ts';
import type { LogOptions } from '../logs/log-options.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow serve`. */
export interface ServeOptions extends StoreOptions, EnrichmentOptions, LogOptions {
  /** Log files and folders to load first. */
  logs?: readonly string[];
  /** Folders that are followed. */
  watch?: readonly string[];
  /** Maximum time between two checks of them, in milliseconds. */
  watchEvery: number;
  port: number;
  /** Maximum time for an answer, in milliseconds. */
  deadline?: number;
  /** Whole days (UTC) whose flows stay, besides today; all of them when left out. */
  keepDays?: number;
  demo?: boolean;
  /** File of rules that are checked. */
  alerts?: string;
  /** Time between two checks of them, in milliseconds. */
  alertsEvery: number;
  project: string;
  /** Names of firewalls by their ids. */
  firewallName?: ReadonlyMap<string, string>;
  /** File of the program, for the commands that it suggests. */
  program: string;
}
