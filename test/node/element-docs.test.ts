/** docs/element.md names what the element has, and nothing else. Needs `npm run build`, which writes custom-elements.json. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

interface Named {
  name: string;
  kind?: string;
  fieldName?: string;
  static?: boolean;
}
type Kind = 'attributes' | 'members' | 'events' | 'slots' | 'cssParts' | 'cssProperties' | 'cssStates';

const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as {
  modules: {declarations: (Named & Record<Kind, Named[]>)[]}[];
};
const element = manifest.modules
  .flatMap(({declarations}) => declarations)
  .find(({name}) => name === 'CosUploaderElement')!;
const namesOf = (kind: Kind): string[] => element[kind].map(({name}) => name);

const page = readFileSync('docs/element.md', 'utf8');
const section = (title: string): string => page.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
/** What the first column of the table under `head` names, without what stands in brackets. */
const rows = (text: string, head: string): string[] =>
  names(
    text
      .split(`| ${head} |`)[1]!
      .split('\n\n')[0]!
      .split('\n')
      .slice(2)
      .map((row) => (row.split(' | ')[0] ?? '').replace(/\([^)]*\)/g, ''))
      .join('\n'),
  );
const sameNames = (told: readonly string[], there: readonly string[]): void =>
  assert.deepEqual([...told].sort(), [...there].sort());

/** What every form control has, as the platform documents it. */
const ofForms = ['form', 'labels', 'validity', 'validationMessage', 'willValidate'];
const attributes = section('Attributes and properties');

test('attributes', () => sameNames(rows(attributes, 'attribute'), [...namesOf('attributes'), 'form']));

test('properties', () => {
  const fields = element.members.filter((member) => member.kind === 'field' && !member.static);
  const ofAttributes = element.attributes.map(({name, fieldName}) => fieldName ?? name);
  const others = fields
    .map(({name}) => name)
    .filter((name) => ![...ofAttributes, ...ofForms, 'resume'].includes(name));
  sameNames(rows(attributes, 'property only'), others);
});

test('methods', () => {
  const told = names(section('Methods').split('\n\n')[0]!).flatMap(
    (text) => /^(\w+)\(/.exec(text)?.[1] ?? [],
  );
  const methods = element.members.filter((member) => member.kind === 'method' && !member.static);
  // `resume` is an accessor for the sake of frameworks that assign the attribute's value to it.
  const called = methods.map(({name}) => name).filter((name) => !name.endsWith('Callback'));
  sameNames(told, [...called, 'resume']);
});

test('events', () => sameNames(rows(section('Events'), 'event'), namesOf('events')));

test('slots', () => sameNames(['', ...rows(section('Styling'), 'slot')], namesOf('slots')));

test('custom properties', () =>
  sameNames(rows(section('Styling'), 'custom property'), namesOf('cssProperties')));

test('states', () =>
  sameNames(
    names(/States for CSS[^:]*: (.*)\./.exec(page.replace('`:state(…)`', ''))![1]!),
    namesOf('cssStates'),
  ));

test('parts, also those that the views have', () => {
  const told = names(/Parts: ([^]*?)\.\n\n/.exec(page)![1]!.replace(/\([^)]*\)/g, ''));
  sameNames(told, namesOf('cssParts'));
  const views = readdirSync('src/element', {recursive: true, encoding: 'utf8'}).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('parts/'),
  );
  const drawn = views.flatMap((file) =>
    [...readFileSync(`src/element/${file}`, 'utf8').matchAll(/\bpart="([^"]*)"/g)].flatMap(([, parts = '']) =>
      parts
        .replace(/\S*\$\{[^}]*\}\S*/g, '')
        .split(/\s+/)
        .filter(Boolean),
    ),
  );
  assert.notDeepEqual(drawn, []);
  assert.deepEqual(
    [...new Set(drawn)].filter((name) => !told.includes(name) && !/-button$/.test(name)),
    [],
  );
});
