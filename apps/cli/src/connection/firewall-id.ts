import { FIREWALL } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import { isUuid } from './ids.ts';

/** UUIDs of firewalls by their names. */
export type FirewallNames = Readonly<Record<string, string>>;

/**
 * The UUID of a firewall that is given by it, or by a name.
 *
 * @param own - names of this machine
 * @param others - gives names from elsewhere; it is asked when those of this machine don't do
 * @throws {@link Failure} when it is neither
 */
export async function firewallId(
  given: string,
  own: FirewallNames,
  others: () => Promise<FirewallNames>,
): Promise<string> {
  const id = given.toLowerCase();
  if (isUuid(id)) return id;
  if (Object.hasOwn(own, given)) return own[given]!;
  const names = { ...(await others()), ...own };
  if (Object.hasOwn(names, given)) return names[given]!;
  const known = Object.keys(names);
  const orName = known.length === 0 ? '' : `, or one of the names ${known.join(', ')}`;
  throw new Failure(
    `There is no firewall ${JSON.stringify(given)}. It takes a UUID, such as ${FIREWALL}${orName}.`,
    ExitCode.USAGE,
  );
}
