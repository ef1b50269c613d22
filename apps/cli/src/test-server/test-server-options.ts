import { isProject, isUuid } from '../connection/ids.ts';
import { suggestion } from '../nearest-name.ts';
import type { TestFlow } from './test-flow.ts';

/** What a server of a test holds, and what it is called. */
export interface TestServerOptions {
  /** Flows that it holds from the start. */
  flows?: readonly TestFlow[];
  /**
   * Log files and folders whose flows it holds from the start, in any format that `cfw-flow serve`
   * reads.
   */
  logs?: readonly string[];
  /** Project in the path, 32 hexadecimal digits in lower case; that of the official page when left out. */
  projectId?: string;
  /** Firewall of flows that name none, a UUID in lower case; that of the official page when left out. */
  firewallId?: string;
  /** Files of threat lists, for `risk_ip` and `risk_host`. */
  threats?: readonly string[];
  /** File of the names, types and tags of addresses, CSV or JSON. */
  assets?: string;
  /**
   * File of a country database (MMDB), for regions that flows don't name; none are looked up when it is
   * `off` or left out.
   */
  geoip?: string;
  /**
   * The time that `range` counts back from, and flows without an `end_time` are of, in milliseconds
   * since 1970 UTC. The clock of the process when left out, fake timers included.
   */
  now?: () => number;
}

interface Kind {
  /** What an option takes, in words. */
  takes: string;
  fits(value: unknown): boolean;
}

const list: Kind = { takes: 'a list', fits: Array.isArray };
const path: Kind = { takes: 'the path of a file', fits: (value) => typeof value === 'string' };

const kinds: Readonly<Record<keyof TestServerOptions, Kind>> = {
  flows: list,
  logs: list,
  projectId: {
    takes: '32 hexadecimal digits in lower case',
    fits: (value) => typeof value === 'string' && isProject(value),
  },
  firewallId: {
    takes: 'a UUID in lower case',
    fits: (value) => typeof value === 'string' && isUuid(value),
  },
  threats: list,
  assets: path,
  geoip: path,
  now: { takes: 'a function', fits: (value) => typeof value === 'function' },
};

/**
 * Checks what a test gave, which types don't in JavaScript.
 *
 * @throws `TypeError` that names the option and says what it takes
 */
export function checkOptions(options: TestServerOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`The options of startServer are ${shown(options)}, not an object.`);
  }
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof TestServerOptions] : undefined;
    if (kind === undefined) {
      const known = Object.keys(kinds);
      throw new TypeError(
        `startServer has no option ${name}.${suggestion(name, known)} It takes ${known.join(', ')}.`,
      );
    }
    if (value !== undefined && !kind.fits(value)) {
      throw new TypeError(`${name} is ${shown(value)}, not ${kind.takes}.`);
    }
  }
}

function shown(value: unknown): string {
  return typeof value === 'function' ? 'a function' : JSON.stringify(value);
}
