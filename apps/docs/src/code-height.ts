import type { StarlightExpressiveCodeOptions } from '@astrojs/starlight/expressive-code';

type Plugin = NonNullable<StarlightExpressiveCodeOptions['plugins']>[number];

/**
 * Writes the number of lines to every code block, from which site.css has its height: what is out
 * of sight needs no layout then. Of long pages, half of the time went into the layout of code.
 */
export const codeHeight: Plugin = {
  name: 'code-height',
  hooks: {
    postprocessRenderedBlock: ({ codeBlock, renderData: { blockAst } }) => {
      blockAst.properties['style'] = `--lines: ${codeBlock.getLines().length}`;
    },
  },
};
