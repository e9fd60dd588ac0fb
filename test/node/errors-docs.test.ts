/** docs/errors.md has every code that the sources have, and says the same of each. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import ts from 'typescript';
import {errorFacts} from '../../src/cos/wire/error-facts.js';

const page = readFileSync('docs/errors.md', 'utf8');
const section = (title: string): string => page.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const cells = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| -/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const sameNames = (told: readonly string[], there: readonly string[]): void => {
  assert.ok(there.length > 5);
  assert.deepEqual([...new Set(told)].sort(), [...new Set(there)].sort());
};

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

function textsIn(node: ts.Node): string[] {
  const found: string[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isStringLiteral(each)) found.push(each.text);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** The texts of a union of words. */
function unionOf(file: string, name: string): string[] {
  let found: string[] = [];
  ts.forEachChild(parse(file), (node) => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === name) found = textsIn(node.type);
  });
  return found;
}

/** What errors of this library are made with: `code: 'word'`, wherever it stands. */
function codesMade(): string[] {
  const files = ['cos', 'upload'].flatMap((room) =>
    readdirSync(`src/${room}`, {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `src/${room}/${file}`),
  );
  return ['src/errors.ts', ...files].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)].map(([, code = '']) => code),
  );
}

test('codes of this library', () =>
  sameNames(
    cells(section('Codes of this library'))
      .slice(1)
      .flatMap(([, codes = '']) => names(codes))
      .filter((code) => code !== 'CallbackFailed'),
    [
      ...codesMade(),
      ...unionOf('src/errors.ts', 'NetworkErrorCode'),
      ...unionOf('src/errors.ts', 'CredentialsErrorCode'),
    ],
  ));

test('classes', () =>
  sameNames(
    cells(section('Codes of this library'))
      .slice(1)
      .flatMap(([classes = '']) => names(classes)),
    unionOf('src/errors.ts', 'UploadErrorName'),
  ));

test('codes for which a file is refused', () =>
  sameNames(
    cells(section('Refused files'))
      .slice(1)
      .flatMap(([codes = '']) => names(codes)),
    unionOf('src/element/base/cos-events.ts', 'RejectCode'),
  ));

/** Rows of a code each, and those of a category with its codes. */
const said = cells(section('Codes of COS')).flatMap(([first = '', second = '', third = '']) => {
  if (/^(yes|no)$/.test(third) && first.startsWith('`'))
    return [{code: names(first)[0]!, category: names(second)[0], again: third}];
  return /^(yes|no)$/.test(second)
    ? names(third).map((code) => ({code, category: names(first)[0], again: second}))
    : [];
});

test('codes of COS, each once', () => {
  const table = parse('src/cos/wire/error-facts.ts').statements.find(
    (statement) =>
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations[0]?.name.getText() === 'table',
  )!;
  const there = textsIn(table)
    .filter((text) => /^([A-Z]\w+ ?)+$/.test(text))
    .flatMap((text) => text.trim().split(' '));
  assert.ok(there.length > 60);
  const told = said.map(({code}) => code).filter((code) => code !== 'InvalidResponse');
  assert.deepEqual(told.sort(), there.sort());
});

for (const {code, category, again} of said.filter((each) => each.code !== 'InvalidResponse'))
  test(`${code}: its category, and whether it may be tried again`, () => {
    const facts = errorFacts(code);
    assert.equal(category, facts.category);
    assert.equal(again === 'yes', facts.retryable);
  });

test('messages of AccessDenied', () => {
  const rows = cells(section('Codes of COS')).filter(([first = '']) => first.startsWith('… '));
  assert.ok(rows.length > 2);
  for (const [message = '', category = ''] of rows)
    assert.equal(
      names(category)[0],
      errorFacts(
        'AccessDenied',
        403,
        names(message)[0]!.replace('Strict signature …', 'Strict signature missing'),
      ).category,
    );
});
