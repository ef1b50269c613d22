import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../../openapi/flow-statistic.yaml',
  output: { path: 'src/generated', module: { extension: '.ts' }, entryFile: false },
  plugins: [
    { name: '@hey-api/typescript', enums: 'javascript', definitions: { case: 'preserve' } },
  ],
});
