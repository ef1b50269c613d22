import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/** Chinese pages say that they are, for screen readers, fonts and search engines. */
export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute } }) => {
  if (/^zh-cn(\/|$)/.test(starlightRoute.id)) starlightRoute.lang = 'zh-CN';
});
