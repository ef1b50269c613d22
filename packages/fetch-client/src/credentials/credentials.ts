/** An access key, which signs every request. Its secret is never sent. */
export interface AccessKeyCredentials {
  /** Access key id (AK). */
  accessKey: string;
  /** Secret access key (SK). */
  secretKey: string;
  /** Security token of a temporary access key. */
  securityToken?: string;
}

/** A user token of IAM, sent as `X-Auth-Token`; good for 24 hours. */
export interface TokenCredentials {
  /** The token. */
  token: string;
}

/** What proves to the service who calls. */
export type Credentials = AccessKeyCredentials | TokenCredentials;

/** The fields of either kind. */
export type AnyCredentials = Partial<AccessKeyCredentials & TokenCredentials>;

/**
 * Gives credentials; asked before every attempt, so it keeps what takes long to get.
 *
 * @param refused - what it gave for this attempt, when the service answered 401 to it: revoked, it
 *   may be, before its time. If it gives others now, the attempt is made once more with them.
 */
export type CredentialsProvider = (refused?: Credentials) => Credentials | Promise<Credentials>;
