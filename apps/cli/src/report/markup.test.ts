import { expect, it } from 'vitest';
import { markup } from './markup.ts';

it('markup escapes all that is not markup', () => {
  const hostile = `<b onclick="x('y')">&\u202e`;
  expect(markup`<p title="${hostile}">${hostile}${1}</p>`.text).toBe(
    String.raw`<p title="&lt;b onclick=&quot;x(&#39;y&#39;)&quot;&gt;&amp;\u202e">&lt;b onclick=&quot;x(&#39;y&#39;)&quot;&gt;&amp;\u202e1</p>`,
  );
  expect(markup`${markup`<b>`}${[markup`<i>`, markup`${'<'}`]}`.text).toBe('<b><i>&lt;');
});
