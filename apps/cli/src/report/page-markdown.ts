import { sparkline } from '../output/bar.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { mergeParts } from '../trend/trend.ts';
import { type Page, type PageTrend, scaleEnd, type Section, textOf } from './page.ts';

/** A report as Markdown, with tables as GitHub and most others have them. */
export function pageMarkdown({ title, facts, figures, trends, sections }: Page): string {
  const max = scaleEnd(trends, chartWidth);
  const blocks = [
    `# ${escaped(title)}`,
    facts.map(([name, value]) => `- ${escaped(name)}: ${escaped(value)}`).join('\n'),
    figures
      .map(
        (figure) =>
          `- **${escaped(figure.value)}** ${escaped(figure.title)}, ${escaped(figure.about)}`,
      )
      .join('\n'),
    ...trends.flatMap((trend) => [`## ${escaped(trend.title)}`, ...trendBlocks(trend, max)]),
    ...sections.flatMap(sectionBlocks),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Characters of a chart. */
const chartWidth = 72;

function trendBlocks({ rate, summary, now, before }: PageTrend, max: number): string[] {
  const chart = (parts: PageTrend['now']) =>
    sparkline(
      mergeParts(parts, chartWidth).map((part) => part[rate]),
      max,
    );
  return [
    `${escaped(summary)}.`,
    ['```text', `now    ${chart(now)}`, `before ${chart(before)}`, '```'].join('\n'),
  ];
}

function sectionBlocks({ title, about, columns, rows, empty }: Section): string[] {
  const head = [`## ${escaped(title)}`, ...(about === undefined ? [] : [escaped(about)])];
  if (rows.length === 0) return [...head, escaped(empty)];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(columns.map((column) => escaped(column.title))),
    line(columns.map(({ isNumber }) => (isNumber ? '--:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => escaped(textOf(cell))))),
  ];
  return [...head, table.join('\n')];
}

/** Text from logs that is no markup, and no address that a reader would make a link of. */
function escaped(text: string): string {
  return escapeControlChars(text).replaceAll(/[\\`*_{}[\]<>#|~&]/g, String.raw`\$&`);
}
