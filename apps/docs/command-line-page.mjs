// @ts-check
import { Application } from 'typedoc';

/**
 * The README of the command line is a page of the site, under a name that says so: TypeDoc would
 * name it for its path, and a title in its front matter would show on npm.
 *
 * @param {Application} app
 */
export function load(app) {
  app.on(Application.EVENT_PROJECT_REVIVE, (project) => {
    for (const document of project.documents ?? []) {
      if (document.name === 'cli/README') document.name = 'The command line';
    }
  });
}
