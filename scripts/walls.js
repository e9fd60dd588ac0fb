import {readFileSync, statSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import ts from 'typescript';

/**
 * The order of the house. In each folder listed, a line may import from the lines above it and never from those below; names
 * on one line do not know each other. `*` stands for the files of the folder that no other line names. A folder or file that
 * no line names may not exist.
 */
const house = {
  src: [
    'errors.ts environment.ts file-types.ts nearest.ts next-task.ts language-tags.ts',
    'given-files.ts',
    'workers media',
    'hash store image',
    'cos',
    'upload server validators testing',
    'index.ts server.ts validators.ts image.ts testing.ts',
    'upload-feed.ts',
    'element',
    'element.ts',
    'define.ts parts.ts',
    'define-parts.ts',
    'react.ts vue.ts',
    'bundle.ts',
  ],
  'src/cos': [
    'wire',
    'credentials',
    'operations',
    'tickets',
    'client-options.ts',
    'core.ts',
    'client.ts',
    '*',
  ],
  'src/hash': ['*'],
  'src/store': ['*'],
  'src/media': ['bytes.ts', '*'],
  'src/workers': ['*'],
  'src/image': ['draw.ts', 'image.worker.ts', '*'],
  'src/upload': ['parts', 'tasks', 'options', 'requests', 'journal', 'run', 'queue', '*'],
  'src/server': ['*'],
  'src/validators': ['words.ts judge.ts', '*'],
  'src/testing': ['*'],
  'src/element': ['language', 'base', 'uploads', 'adding', 'views', 'list speech', '*', 'parts'],
};

/** All that a folder may know of this repo, itself included. */
const reach = {
  src: ['src'],
  'src/element': [
    'src/element',
    'src/index.ts',
    'src/file-types.ts',
    'src/given-files.ts',
    'src/language-tags.ts',
    'src/nearest.ts',
    'src/next-task.ts',
    'src/media',
  ],
  'src/server': ['src/server', 'src/cos', 'src/errors.ts'],
  'src/validators': ['src/validators', 'src/media', 'src/errors.ts', 'src/language-tags.ts'],
  'src/testing': ['src/testing', 'src/cos', 'src/hash', 'src/errors.ts', 'src/file-types.ts'],
  'src/image': ['src/image', 'src/media', 'src/workers', 'src/errors.ts'],
  'demo/local-cos': ['demo/local-cos'],
};

const root = resolve(import.meta.dirname, '..');
const within = (path, folder) => path === folder || path.startsWith(`${folder}/`);

/** The line of `folder` on which `path` stands, and the name it has there; line -1 where there is none. */
function place(folder, path) {
  const [name, ...inside] = path.slice(folder.length + 1).split('/');
  const lines = house[folder].map((line) => line.split(' '));
  const line = lines.findIndex((names) => names.includes(name));
  return {name, line: line < 0 && inside.length === 0 ? lines.findIndex(([first]) => first === '*') : line};
}

/** What is wrong with `from` importing `to`, but for circles; both are paths from the root of the repo. */
function broken(from, to) {
  for (const [folder, known] of Object.entries(reach))
    if (within(from, folder) && !known.some((other) => within(to, other)))
      return `${folder} must not know ${to}: all it may know is ${known.join(' and ')}.`;
  for (const folder of Object.keys(house)) {
    if (!within(from, folder) || !within(to, folder)) continue;
    const [here, there] = [place(folder, from), place(folder, to)];
    if (here.name === there.name || (here.line === there.line && house[folder][here.line] === '*')) continue;
    if (here.line <= there.line)
      return `${folder}/${here.name} must not know ${folder}/${there.name}: imports go down only (scripts/walls.js).`;
  }
  return undefined;
}

/** The path of the file that `specifier` means, from the root; undefined for a package. */
function target(from, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(from), specifier.replace(/[?#].*/, ''));
  return path.replace(/\.js$/, '.ts');
}

const seen = new Map();

/** Every file that `path` imports: for values or types, at once or on demand. */
function importsOf(path) {
  const file = join(root, path);
  const time = statSync(file, {throwIfNoEntry: false})?.mtimeMs;
  if (time === undefined) return [];
  const known = seen.get(path);
  if (known?.time === time) return known.imports;
  const {importedFiles} = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  const imports = importedFiles.flatMap(({fileName}) => target(path, fileName) ?? []);
  seen.set(path, {time, imports});
  return imports;
}

/**
 * The way from `start` to `end` by imports, both included; undefined where there is none. Files in `passed` are known not to
 * lead there; those found not to are added.
 */
function way(start, end, passed) {
  if (start === end) return [end];
  if (passed.has(start)) return undefined;
  passed.add(start);
  for (const next of importsOf(start)) {
    const rest = way(next, end, passed);
    if (rest) return [start, ...rest];
  }
  return undefined;
}

/** Imports go down only, and never in a circle. Types count. */
const imports = {
  meta: {type: 'problem', schema: []},
  create(context) {
    const from = relative(root, context.filename);
    const passed = new Set();
    const report = (node, message) => context.report({node, message});
    const check = ({source}) => {
      if (typeof source?.value !== 'string') return;
      const to = target(from, source.value);
      if (to === undefined) return;
      const wrong = broken(from, to);
      if (wrong !== undefined) report(source, wrong);
      const circle = way(to, from, passed);
      if (circle) report(source, `A circle: ${[from, ...circle].join(' → ')}. Types count.`);
    };
    return {
      Program(node) {
        for (const folder of Object.keys(house))
          if (within(from, folder) && place(folder, from).line < 0)
            report(
              node,
              `${folder}/${place(folder, from).name} has no place in the house (scripts/walls.js).`,
            );
      },
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      TSImportType: check,
    };
  },
};

export const walls = {rules: {imports}};
