import { defineConfig } from '@hey-api/openapi-ts';

// The SDK plugin cannot do without the types plugin. Its copy of the types goes to a cache that
// nobody reads, and every import of that copy is written as an import of the types package.
const unusedCopy = 'unused-copy-of-types';

export default defineConfig({
  input: '../../openapi/flow-log-analysis.yaml',
  output: {
    path: 'src/generated',
    entryFile: false,
    module: {
      extension: '.ts',
      resolve: (path) => (path.includes(unusedCopy) ? '@cfw-flow/types' : undefined),
    },
  },
  plugins: [
    {
      name: '@hey-api/typescript',
      enums: 'javascript',
      definitions: { case: 'preserve' },
      $hooks: {
        symbols: { getFilePath: () => `../../node_modules/.cache/${unusedCopy}/types` },
      },
    },
    // No shared client: settings of one tenant must not leak into the calls of another.
    { name: '@hey-api/sdk', client: false },
    '@hey-api/client-fetch',
  ],
});
