import type { Credentials, CredentialsProvider } from '../credentials/credentials.ts';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { type Environment, fromEnv } from './from-env.ts';
import { fromMetadata, type MetadataOptions } from './from-metadata.ts';
import { fromProfile, type ProfileOptions } from './from-profile.ts';

/** Settings of the sources that are asked in turn. */
export interface DefaultsOptions {
  /** Environment variables; `process.env` when left out. */
  env?: Environment;
  /** Settings of {@link fromProfile}. */
  profile?: Omit<ProfileOptions, 'env'>;
  /** Settings of {@link fromMetadata}; `false` leaves this source out. */
  metadata?: MetadataOptions | false;
}

/**
 * Credentials from the first place that has some, in the order of the vendor's SDKs: environment
 * ({@link fromEnv}), profile file ({@link fromProfile}), ECS metadata ({@link fromMetadata}).
 *
 * A place where something is set up that doesn't work, such as a file with a broken line, ends
 * the search: the next place may hold credentials of somebody else. The place that had some is
 * the only one asked from then on.
 *
 * @returns a provider that throws {@link CfwCredentialsError}, with `source` `defaults`, which
 *   lists what was tried and has all the errors in an `AggregateError` as its cause; it is
 *   `temporary` when one of them is and nothing is set up wrongly
 * @throws `CfwOptionError` when an option can't work
 *
 * @example
 * ```ts
 * import { createClient } from '@cfw-flow/fetch-client';
 * import { fromDefaults } from '@cfw-flow/fetch-client/node';
 *
 * const client = createClient({ region: 'cn-north-4', credentials: fromDefaults() });
 * console.log(typeof client.listFlowStatistic);
 * ```
 *
 * @group Start here
 */
export function fromDefaults(options: DefaultsOptions = {}): CredentialsProvider {
  const { env = process.env, profile, metadata } = options;
  const places = [fromEnv(env), fromProfile({ ...profile, env })];
  if (metadata !== false) places.push(fromMetadata(metadata));

  let found: CredentialsProvider | undefined;
  return async (refused?: Credentials): Promise<Credentials> => {
    if (found !== undefined) return found(refused);
    const errors: CfwCredentialsError[] = [];
    for (const place of places) {
      try {
        const credentials = await place();
        found ??= place;
        return credentials;
      } catch (error) {
        if (!(error instanceof CfwCredentialsError)) throw error;
        errors.push(error);
        if (!error.absent) break;
      }
    }
    const absent = errors.every((error) => error.absent);
    // Only the last can be: what is set up wrongly ends the search, and asking again mends no file.
    const temporary = errors.some((error) => error.temporary);
    const tried = errors.map(({ source, message }) => `\n- ${source}: ${message}`).join('');
    const early = errors.length < places.length;
    const end = early ? '\nThe search ended there: what is set up has to work.' : '';
    throw new CfwCredentialsError('defaults', `No credentials were found. Tried:${tried}${end}`, {
      absent,
      temporary,
      cause: new AggregateError(errors, 'No credentials were found'),
    });
  };
}
