/** docs/engine.md names what the engine has, and nothing else: its tables against the sources. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import ts from 'typescript';
import {transitions} from '../../src/upload/tasks/state.js';

const page = readFileSync('docs/engine.md', 'utf8');
const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const rowsUnder = (head: string): string[] =>
  page
    .split(`\n${head}\n`)[1]!
    .split('\n\n')[0]!
    .split('\n')
    .slice(1)
    .map((row) => row.split(' | ')[0]!);
const sameNames = (told: readonly string[], there: readonly string[]): void =>
  assert.deepEqual([...new Set(told)].sort(), [...new Set(there)].sort());

/** The public members of a class, an interface or a type of objects; those of an union of objects all together. */
function membersOf(file: string, name: string): ts.NamedDeclaration[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: ts.NamedDeclaration[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isTypeElement(node) || ts.isClassElement(node)) found.push(node);
    else ts.forEachChild(node, collect);
  };
  ts.forEachChild(source, (node) => {
    if ('name' in node && (node as ts.DeclarationStatement).name?.getText() === name)
      ts.forEachChild(node, collect);
  });
  return found.filter(
    (member) =>
      member.name &&
      !ts.isPrivateIdentifier(member.name) &&
      !ts.getJSDocTags(member).some(({tagName}) => tagName.text === 'internal'),
  );
}
const namesOf = (members: readonly ts.NamedDeclaration[]): string[] =>
  members.map(({name}) => name!.getText());

const uploader = membersOf('src/upload/uploader.ts', 'Uploader');
const isMethod = (member: ts.NamedDeclaration): boolean => ts.isMethodDeclaration(member);

test('options', () =>
  sameNames(
    rowsUnder('| option | default | meaning |').flatMap(names),
    namesOf(membersOf('src/upload/options/options.ts', 'UploaderOptions')),
  ));

test('methods', () =>
  sameNames(
    rowsUnder('| method | what it does |').flatMap((row) =>
      names(row).flatMap((text) => /^(\w+)\(/.exec(text)?.[1] ?? []),
    ),
    namesOf(uploader.filter(isMethod)),
  ));

test('properties', () =>
  sameNames(
    rowsUnder('| property | |').flatMap(names),
    namesOf(uploader.filter((member) => !isMethod(member))),
  ));

test('events', () =>
  sameNames(
    rowsUnder('| event | fields | when |').flatMap(names),
    namesOf(membersOf('src/upload/tasks/events.ts', 'UploaderEventMap')),
  ));

test('states', () =>
  sameNames(
    rowsUnder('| `status` | further fields | meaning |').flatMap((row) => names(row).slice(0, 1)),
    Object.keys(transitions),
  ));

test('options of uploadFile', () => {
  const text = page
    .split('\n## uploadFile\n')[1]!
    .split('\n## ')[0]!
    .replace(/```[^]*?```/, '');
  const told = names(text);
  for (const name of namesOf(membersOf('src/upload/upload-file.ts', 'UploadFileOptions')))
    assert.ok(told.includes(name) || ['store', 'hasher', 'retry', 'locks'].includes(name), name);
});
