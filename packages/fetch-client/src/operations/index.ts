// One line for each operation: its function, and the types of what it is asked and answers.
export * from './list-flow-statistic.ts';
export * from './show-flow-detail.ts';
export * from './show-flow-top.ts';
export * from './show-flow-trend.ts';
