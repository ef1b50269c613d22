import { defineConfig, type UserConfig } from 'tsdown';

/** How every package is built: ES modules and their declarations, one file for one entry. */
export const library = (options: UserConfig = {}) =>
  defineConfig({
    entry: ['src/index.ts'],
    format: 'esm',
    platform: 'neutral',
    dts: true,
    fixedExtension: false,
    ...options,
  });
