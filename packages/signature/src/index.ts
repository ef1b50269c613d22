/**
 * AK/SK signatures of Huawei Cloud's API gateway, made and verified with the hash of the runtime.
 *
 * @packageDocumentation
 */
export type { RequestToSign } from './canonical-request.ts';
export {
  type Credentials,
  type DerivedKeyScope,
  type SignOptions,
  signRequest,
  signRequestV11,
} from './sign.ts';
export {
  type InvalidSignature,
  type RequestToVerify,
  type ValidSignature,
  type Verdict,
  type VerifyFailure,
  type VerifyOptions,
  verifyRequest,
} from './verify.ts';
