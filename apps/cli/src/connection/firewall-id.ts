import { FIREWALL } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import { isUuid } from './ids.ts';

/** UUIDs of firewalls by their names. */
export type FirewallNames = Readonly<Record<string, string>>;

/**
 * The UUID of a firewall that is given by it, or by one of the names.
 *
 * @throws {@link Failure} when it is neither
 */
export function firewallId(given: string, names: FirewallNames): string {
  const id = given.toLowerCase();
  if (isUuid(id)) return id;
  if (Object.hasOwn(names, given)) return names[given]!;
  const known = Object.keys(names);
  const orName = known.length === 0 ? '' : `, or one of the names ${known.join(', ')}`;
  throw new Failure(
    `There is no firewall ${JSON.stringify(given)}. It takes a UUID, such as ${FIREWALL}${orName}.`,
    ExitCode.USAGE,
  );
}
