/** `npm run docs`: the site in docs/site/dist. `npm run docs:dev`: on a local server, as it is written. Both install what builds it first. */
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {cp, mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {buildLiveExamples} from './live-examples.js';
import {linkInSite, sources, top} from './pages.js';

const here = import.meta.dirname;
const site = join(here, 'dist');

if (!existsSync(join(here, 'node_modules/vitepress')))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });

const vitepress = (command: string): void => {
  const program = join(here, 'node_modules/vitepress/bin/vitepress.js');
  execFileSync(process.execPath, [program, command, here], {stdio: 'inherit', cwd: top});
};

/** Each page as Markdown beside it, and llms.txt, whose links lead to these. */
async function copyMarkdown(): Promise<void> {
  await Promise.all(
    Object.entries(sources)
      .filter(([, file]) => !file.startsWith('docs/site/'))
      .map(async ([name, file]) => {
        const to = join(site, `${name}.md`);
        await mkdir(dirname(to), {recursive: true});
        await writeFile(to, inSite(await readFile(join(top, file), 'utf8'), name, file));
      }),
  );
  await writeFile(
    join(site, 'llms.txt'),
    inSite(await readFile(join(top, 'llms.txt'), 'utf8'), 'llms', 'llms.txt'),
  );
  const filter = (path: string): boolean => !path.endsWith('.gitignore');
  await cp(join(top, 'docs/screenshots'), join(site, 'screenshots'), {recursive: true, filter});
  await cp(join(top, 'docs/bench.svg'), join(site, 'bench.svg'));
}

/** Links and pictures of Markdown for a reader of the built site. */
const inSite = (markdown: string, name: string, file: string): string => {
  const up = '../'.repeat(name.split('/').length - 1) || './';
  return markdown
    .replace(/\[([^\]]*)\]\(([^)\s]+\.md(?:#[^)\s]*)?)\)/g, (all, words: string, link: string) => {
      const target = linkInSite(file, link);
      if (target === undefined) return words;
      const [path = '', rest = ''] = target.split(/(?=#)/);
      return path.startsWith('/') ? `[${words}](${up}${path.slice(1)}.md${rest})` : all;
    })
    .replace(/(["(])(?:\.\.\/|docs\/)*((?:screenshots\/[\w-]+|bench)\.(?:webp|svg))/g, `$1${up}$2`);
};

if (process.argv.includes('--dev')) vitepress('dev');
else {
  vitepress('build');
  const examples = await buildLiveExamples(site);
  await copyMarkdown();
  console.log(`docs/site/dist: ${Object.keys(sources).length} pages, ${examples} live examples`);
}
