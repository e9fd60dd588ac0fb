/** A page under a content security policy: shows the element in all its states and tells its parent what was violated. */
import {settle} from '../support/element.js';
import {play, scenes} from '../support/scenes.js';

/** Directives that were violated, by scene. */
export type Violated = Record<string, string[]>;

let seen: string[] = [];
addEventListener('securitypolicyviolation', ({effectiveDirective}) => seen.push(effectiveDirective));

/** Violations are told a turn later. */
const told = async (): Promise<string[]> => {
  await new Promise(requestAnimationFrame);
  const all = seen;
  seen = [];
  return all;
};

const violated: Violated = {};
for (const [name, scene] of Object.entries(scenes)) {
  const stage = document.createElement('div');
  document.body.append(stage);
  await settle(await play(scene, stage));
  violated[name] = await told();
  stage.remove();
}
const stage = document.createElement('div');
document.body.append(stage);
stage.innerHTML = '<p style="color: red">a page that breaks it</p>';
violated['a style in text'] = await told();
parent.postMessage(violated, '*');
