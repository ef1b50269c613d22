import * as bareFetch from './programs/bare-fetch.ts';
import * as generated from './programs/generated.ts';
import * as ky from './programs/ky.ts';
import * as openapiFetch from './programs/openapi-fetch.ts';
import * as signed from './programs/signed.ts';
import * as unsigned from './programs/unsigned.ts';
import * as vendor from './programs/vendor.ts';

export interface Contender {
  name: string;
  signs: boolean;
  /** Whether it tries again, unless told not to, when the service answers 429 or 503. */
  retries: boolean;
  /** The file in `programs/` that holds its program, without the ending. */
  program: string;
  /** The package to install for it. */
  installs?: string;
  /** What else one has to know of it. */
  note?: string;
  /** Makes its client for `endpoint`, and returns the call, which resolves to the `total`. */
  prepare: (endpoint: string) => () => Promise<number>;
}

/** Bare fetch, which the others are compared with, comes first. */
export const contenders: Contender[] = [
  {
    name: 'bare fetch',
    signs: false,
    retries: false,
    program: 'bare-fetch',
    prepare: bareFetch.prepare,
  },
  {
    name: 'openapi-fetch',
    signs: false,
    retries: false,
    program: 'openapi-fetch',
    installs: 'openapi-fetch',
    prepare: openapiFetch.prepare,
  },
  {
    name: 'ky',
    signs: false,
    retries: true,
    program: 'ky',
    installs: 'ky',
    prepare: ky.prepare,
  },
  {
    name: 'fetch-client/sdk',
    signs: false,
    retries: false,
    program: 'generated',
    installs: '@cfw-flow/fetch-client',
    prepare: generated.prepare,
  },
  {
    name: 'fetch-client',
    signs: false,
    retries: true,
    program: 'unsigned',
    installs: '@cfw-flow/fetch-client',
    prepare: unsigned.prepare,
  },
  {
    name: 'fetch-client, signed',
    signs: true,
    retries: true,
    program: 'signed',
    installs: '@cfw-flow/fetch-client',
    note: 'refuses a secret key in a web page unless allowed by option',
    prepare: signed.prepare,
  },
  {
    name: 'huaweicloud-sdk-core',
    signs: true,
    retries: false,
    program: 'vendor',
    installs: '@huaweicloud/huaweicloud-sdk-core',
    note: "needs uuid besides, which it doesn't name among its dependencies",
    prepare: vendor.prepare,
  },
];
