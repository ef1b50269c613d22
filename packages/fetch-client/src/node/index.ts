/**
 * Credentials from where a machine keeps them: environment, profile file, ECS metadata. For Node,
 * Deno and Bun; the main entry runs everywhere.
 *
 * @module node
 */
export { type DefaultsOptions, fromDefaults } from './from-defaults.ts';
export { type Environment, fromEnv } from './from-env.ts';
export { fromMetadata, type MetadataOptions } from './from-metadata.ts';
export { fromProfile, type ProfileOptions } from './from-profile.ts';
