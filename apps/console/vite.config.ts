import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

// A `cfw-flow serve` with its default port answers while the page is being worked on.
const server = 'http://127.0.0.1:8239';

export default defineConfig({
  // The page works wherever it is served from, a path included.
  base: './',
  plugins: [react(), precompress()],
  server: { proxy: { '/v1': server, '/console/context.json': server } },
});
