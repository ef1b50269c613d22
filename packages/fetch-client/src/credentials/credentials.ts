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

/** Gives credentials; asked before every attempt, so it keeps what takes long to get. */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;
