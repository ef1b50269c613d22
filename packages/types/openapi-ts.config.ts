import { defineConfig } from '@hey-api/openapi-ts';

/** The types of a contract, in a folder of its name. */
const typesOf = (contract: string) => ({
  input: `../../openapi/${contract}.yaml`,
  output: {
    path: `src/generated/${contract}`,
    module: { extension: '.ts' as const },
    entryFile: false,
  },
  plugins: [
    {
      name: '@hey-api/typescript' as const,
      enums: 'javascript' as const,
      definitions: { case: 'preserve' as const },
    },
  ],
});

export default defineConfig([typesOf('flow-log-analysis'), typesOf('console')]);
