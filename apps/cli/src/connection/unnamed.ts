import { ExitCode, Failure } from '../failure.ts';
import type { ServerChoice } from './settings.ts';

/** What a server of cfw-flow says by itself. */
const howToName = {
  project: '--project ID (or CFW_FLOW_PROJECT)',
  firewall: '--firewall ID (or CFW_FLOW_FIREWALL)',
  logType: '--log-type TYPE (or CFW_FLOW_LOG_TYPE)',
} as const;

/**
 * The failure of a command whose server is none of cfw-flow, and does not say what nobody named.
 *
 * @param isNamed - whether somebody did
 */
export function unnamedFailure(
  { endpoint, region }: ServerChoice,
  isNamed: Partial<Record<keyof typeof howToName, boolean>>,
): Failure {
  const [where, instead] =
    region === undefined ? [endpoint, ', or another --endpoint'] : ['The cloud', ''];
  const missing = (Object.keys(howToName) as (keyof typeof howToName)[]).filter(
    (name) => isNamed[name] === false,
  );
  return new Failure(
    `${where} does not say which firewalls it has, as a server of cfw-flow does. ` +
      `Give these, too${instead}:\n${missing.map((name) => `  ${howToName[name]}`).join('\n')}`,
    ExitCode.USAGE,
  );
}
