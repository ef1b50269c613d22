import * as library from '@cfw-flow/fetch-client';
import { run } from './program.js';

export default {
  async fetch(_request, { endpoint, accessKey, secretKey }) {
    return Response.json(await run(library, { endpoint, credentials: { accessKey, secretKey } }));
  },
};
