import 'axe-core'; // no module: it puts itself on the window
import type * as Axe from 'axe-core';

const {axe} = globalThis as unknown as {axe: typeof Axe};

/** Until what moves to its place is there: what crosses another thing on its way is no violation. */
async function atRest(): Promise<void> {
  const moving = document
    .getAnimations()
    .filter(({effect}) => Number(effect?.getComputedTiming().endTime) < Infinity);
  await Promise.allSettled(moving.map(({finished}) => finished));
}

/** What axe finds wrong in `stage`, a line for each rule; the page around it is not ours. */
export async function violationsIn(stage: Element): Promise<string[]> {
  await atRest();
  const {violations} = await axe.run(stage, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: {
      region: {enabled: false},
      'page-has-heading-one': {enabled: false},
      'landmark-one-main': {enabled: false},
    },
    resultTypes: ['violations'],
  });
  return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 160)).join(' | ')}`);
}
