/** Removes the declarations that no entry of the package leads to: what is internal has no types outside. */
import {existsSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';

const {exports: entries} = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | {types: string}>;
};
const reached = new Set<string>();

function follow(file: string): void {
  if (reached.has(file)) return;
  reached.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
    /(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g,
  )) {
    const next = normalize(join(dirname(file), path.replace(/\.js$/, '.d.ts')));
    if (!existsSync(next)) throw new Error(`${file} imports ${path}, which has no declaration.`);
    follow(next);
  }
}

for (const entry of Object.values(entries)) if (typeof entry === 'object') follow(normalize(entry.types));

for (const name of readdirSync('dist', {recursive: true, encoding: 'utf8'})) {
  const file = normalize(join('dist', name));
  if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
}
