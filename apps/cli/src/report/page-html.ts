import type { ChangeKind } from '../comparison/comparison.ts';
import { look, sans, styleSheet, type Tone } from './look.ts';
import { type Markup, markup } from './markup.ts';
import {
  type Cell,
  type Column,
  type Figure,
  type Page,
  type PageTrend,
  scaleEnd,
  type Section,
  textOf,
} from './page.ts';
import { maxColumns, trendSvg } from './trend-svg.ts';

/**
 * A report as a page that needs nothing beside it and runs nothing, for a browser, a mail program or
 * paper.
 */
export function pageHtml({ title, facts, figures, trends, sections }: Page): string {
  const max = scaleEnd(trends, maxColumns);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
${styleSheet()}
</head>
<body ${look({ background: 'ground', color: 'text' }, `margin:0;font:14px/1.45 ${sans}`)}>
<div class="page" style="max-width:980px;margin:0 auto;padding:24px">
<h1 style="font-size:22px;line-height:1.2;margin:0 0 8px">${title}</h1>
<p ${look({ color: 'muted' }, 'margin:0 0 16px')}>${facts.map(factMarkup)}</p>
<table role="presentation" cellpadding="0" cellspacing="0" width="100%"><tr>${figures.map(figureMarkup)}</tr></table>
${trends.map((trend) => trendMarkup(trend, max))}
${inRows(sections).map(rowMarkup)}
</div>
</body>
</html>
`.text;
}

function factMarkup([name, value]: Page['facts'][number]): Markup {
  return markup`${name} <span ${look({ color: 'text' })}>${value}</span><br>`;
}

function figureMarkup({ title, value, about, isAlarming }: Figure): Markup {
  const tone = isAlarming ? 'danger' : 'text';
  return markup`<td class="figure" valign="top" style="padding:0 8px 16px 0"><div ${look({ color: 'muted' }, 'font-size:13px')}>${title}</div><div ${look({ color: tone }, 'font-size:24px;font-weight:600;line-height:1.3;white-space:nowrap')}>${value}</div><div ${look({ color: 'muted' }, 'font-size:12px')}>${about}</div></td>`;
}

function trendMarkup(trend: PageTrend, max: number): Markup {
  return card(markup`${heading(trend.title)}
${note(`${trend.summary}. Dashed: the window before.`)}
<div style="overflow-x:auto">${trendSvg(trend, max)}</div>`);
}

function card(content: Markup): Markup {
  const css = 'border:1px solid;border-radius:8px;padding:14px 16px;margin:0 0 16px';
  return markup`<div ${look({ background: 'surface', 'border-color': 'line' }, css)}>${content}</div>`;
}

function heading(text: string): Markup {
  return markup`<h2 style="font-size:15px;margin:0 0 4px">${text}</h2>`;
}

function note(text: string): Markup {
  return markup`<p ${look({ color: 'muted' }, 'margin:0 0 8px;font-size:13px')}>${text}</p>`;
}

/** Sections of half the width, two by two. */
function inRows(sections: readonly Section[]): Section[][] {
  const rows: Section[][] = [];
  for (const section of sections) {
    const last = rows.at(-1);
    if (section.isHalf && last?.length === 1 && last[0]!.isHalf) last.push(section);
    else rows.push([section]);
  }
  return rows;
}

function rowMarkup(row: readonly Section[]): Markup {
  const name = row.length > 1 ? 'halves' : 'whole';
  return markup`<div class="${name}">${row.map(sectionMarkup)}</div>
`;
}

function sectionMarkup({ title, about, columns, rows, empty }: Section): Markup {
  return card(markup`${heading(title)}
${about === undefined ? '' : note(about)}
${rows.length === 0 ? note(empty) : tableMarkup(columns, rows)}`);
}

/** By attributes rather than styles, which would be as long as the table itself. */
function tableMarkup(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup {
  const css =
    'border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere';
  const head = columns.map(
    (column) => markup`<th scope="col" ${placement(column)}>${column.title}</th>`,
  );
  return markup`<table cellpadding="4" cellspacing="0" width="100%" style="${css}"><thead><tr ${look({ color: 'muted' }, 'font-size:12px')}>${head}</tr></thead><tbody>
${rows.map((row) => rowOfTable(row, columns))}</tbody></table>`;
}

function rowOfTable(row: readonly Cell[], columns: readonly Column[]): Markup {
  const cells = row.map((cell, index) => cellMarkup(cell, columns[index]!));
  return markup`<tr ${look({ 'border-color': 'line' }, 'border-top:1px solid')}>${cells}</tr>
`;
}

function cellMarkup(cell: Cell, column: Column): Markup {
  if (typeof cell === 'string') return markup`<td ${placement(column)}>${cell}</td>`;
  if ('share' in cell) return markup`<td ${placement(column)}>${bar(cell.share)}${cell.text}</td>`;
  const content = markup`<span ${look({ color: kindTones[cell.kind] })}>${textOf(cell)}</span>`;
  return markup`<td ${placement(column)}>${content}</td>`;
}

function placement({ isNumber, isMinor, isShort }: Column): Markup {
  const name = isMinor ? 'minor' : 'cell';
  return markup`class="${name}" align="${isNumber ? 'right' : 'left'}"${isNumber || isShort ? ' nowrap' : ''}`;
}

const kindTones: Readonly<Record<ChangeKind, Tone>> = {
  new: 'notice',
  entered: 'notice',
  up: 'inbound',
  down: 'outbound',
  gone: 'danger',
  left: 'danger',
  same: 'muted',
};

/** As wide as its share; what is more than nothing shows. */
function bar(share: number): Markup {
  const percent = Math.max(1, Math.round(share * 100));
  const css = 'height:4px;border-radius:2px';
  return markup`<div ${look({ background: 'track' }, `${css};min-width:56px;margin:4px 0 2px`)}><div ${look({ background: 'bar' }, `${css};width:${percent}%;margin:0 auto 0 0`)}></div></div>`;
}
