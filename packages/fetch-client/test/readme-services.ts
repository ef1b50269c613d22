// Stands for the services that the README's snippets call.
import { answerTo, refusal } from '../src/testing/answer.ts';
import { detail, statistic, top, trend } from '../src/testing/documented-answers.ts';

const project = { id: 'a16df7cf1d094befa6bbc72cbf51e93a', name: 'cn-north-4' };
const hosts = ['cfw.cn-north-4.myhuaweicloud.com', '127.0.0.1:8239'];

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  request.signal.throwIfAborted();
  if (url.host === 'iam.cn-north-4.myhuaweicloud.com')
    return Response.json({ projects: [project] });
  if (!hosts.includes(url.host)) return send(request);
  const { status, body, headers } = answerTo(url, {
    listFlowStatistic: ({ parameters }) =>
      parameters.has('range') ||
      Number(parameters.get('start_time')) < Number(parameters.get('end_time'))
        ? statistic([{ item: 'www.example', sessions: 3, response_byte: 4862 }], 7)
        : refusal(400, 'CFW.00200007', 'Incorrect time range.'),
    showFlowTrend: trend([{ in_bps: 1296.5, out_bps: 714.25 }]),
    showFlowDetail: detail({ records: [{ response_byte: 4862, sessions: 3 }] }),
    showFlowTop: top({ dst_host: [{ key: 'www.example', value: 4862 }] }),
  });
  return Response.json(body, {
    status,
    headers: { Date: 'Sun, 22 Nov 2026 08:00:00 GMT', ...headers },
  });
};
