/** The tags of tests, for the configuration of the workspace and those of packages that use one. */
export const tags = [
  {
    name: 'slow',
    description: 'Files that take a dozen seconds or more. `test` leaves them out.',
  },
];
