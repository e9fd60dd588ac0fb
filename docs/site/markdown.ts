import {relative, sep} from 'node:path';
import {linkInSite, sources, top} from './pages.js';

interface Token {
  type: string;
  info: string;
  content: string;
  meta: Record<string, unknown> | null;
  children: Token[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}

interface State {
  tokens: Token[];
  env: {path?: string};
}

type Rule = (tokens: Token[], index: number, ...rest: unknown[]) => string;

/** What is used of markdown-it. */
export interface Markdown {
  core: {ruler: {push(name: string, rule: (state: State) => void): void}};
  renderer: {rules: Record<string, Rule | undefined>};
}

/** A comment that makes a live example of the block of code after it: `live: name`, then what files it is given. */
export const liveMark = /^<!-- live: ([\w-]+)(?: (\w+))? -->\s*$/;

/** Links between files become links between pages. */
export function linksOfRepository(md: Markdown): void {
  md.core.ruler.push('links_of_repository', ({tokens, env}) => {
    if (env.path === undefined) return;
    const place = relative(top, env.path).split(sep).join('/');
    // VitePress says where the page will be, and while it looks for words where it is.
    const from = sources[place.replace(/\.md$/, '')] ?? place;
    let leadsNowhere = false;
    for (const token of tokens.flatMap((block) => [block, ...(block.children ?? [])])) {
      if (token.type === 'link_open') {
        const link = linkInSite(from, token.attrGet('href') ?? '');
        leadsNowhere = link === undefined;
        if (link !== undefined) token.attrSet('href', link);
      }
      if (leadsNowhere && /^link_/.test(token.type)) beNothing(token);
      // Of pictures in HTML only addresses that begin with a dot are looked for beside the page.
      if (/^html_/.test(token.type))
        token.content = token.content.replace(/(src|srcset)="(?=[a-z]+\/)/g, '$1="./');
    }
  });
}

const beNothing = (token: Token): void => void Object.assign(token, {type: 'text', content: ''});

/** Chinese has no spaces between words, so the end of a line of the file is none either. */
export function linesOfChinese(md: Markdown): void {
  const chinese = '[\\p{Script=Han}\\p{Script=Bopomofo}，。、；：？！（）“”…]';
  const [ends, begins] = [new RegExp(`${chinese}$`, 'u'), new RegExp(`^${chinese}`, 'u')];
  md.core.ruler.push('lines_of_chinese', ({tokens}) => {
    for (const {children} of tokens)
      children?.forEach((token, index) => {
        const [before, after] = [children[index - 1], children[index + 1]];
        if (
          token.type === 'softbreak' &&
          ends.test(before?.content ?? '') &&
          begins.test(after?.content ?? '')
        )
          beNothing(token);
      });
  });
}

/** A marked block of code is shown with the page that it is. */
export function liveBlocks(md: Markdown): void {
  md.core.ruler.push('live_blocks', (state) => {
    state.tokens = state.tokens.filter((token, index, all) => {
      const [, name, files = 'mixed'] =
        (token.type === 'html_block' ? liveMark.exec(token.content) : undefined) ?? [];
      const block = all[index + 1];
      if (name === undefined || block?.type !== 'fence') return true;
      block.meta = {...block.meta, live: {name, files}};
      return false;
    });
  });
  const {fence} = md.renderer.rules;
  md.renderer.rules['fence'] = (tokens, index, ...rest) => {
    const code = fence?.(tokens, index, ...rest) ?? '';
    const live = tokens[index]?.meta?.['live'] as {name: string; files: string} | undefined;
    return live ? `<LiveExample name="${live.name}" files="${live.files}">\n${code}</LiveExample>\n` : code;
  };
}
