/** A page and its translation say the same where only words and comments may differ. */

const codeOf = (page: string): string[] =>
  [...page.matchAll(/^```(.*)\n([^]*?)^```/gm)].map(
    ([, language = '', code = '']) =>
      // What a comment says is a word; that there is one is not.
      `${language}\n${code.replace(/(^|\s)(\/\/|#) .*$/gm, '$1$2')}`,
  );
const withoutCode = (page: string): string => page.replace(/^```[^]*?^```/gm, '');

/** What has to be equal, by what it is called. */
export const same: Readonly<Record<string, (page: string) => unknown[]>> = {
  'blocks of code': codeOf,
  'levels of headings': (page) => [...withoutCode(page).matchAll(/^(#+) /gm)].map(([, level]) => level),
  // The first cells say what a row is about.
  'names in tables': (page) =>
    [...withoutCode(page).matchAll(/^\| ([^|]*) \|/gm)].map(([, cell = '']) => cell.match(/`[^`]+`/g)),
  pictures: (page) =>
    // A film is in its own language.
    [...page.matchAll(/(?:src|srcset)="([^"]+)"|!\[.*?\]\((.+?)\)/g)].map(([, a, b]) =>
      fileOf(a ?? b ?? '').replace('-zh-cn', ''),
    ),
  // Words change their order in a sentence, and links with them. The headings that they lead to are words.
  links: (page) =>
    [...withoutCode(page).matchAll(/(?<!!\[[^\]]*)\]\((.+?)\)/g)]
      .map(([, address = '']) => (/^https?:/.test(address) ? address : fileOf(address)))
      .sort(),
  'items of lists': (page) => [...withoutCode(page).matchAll(/^(- |\d+\. )/gm)].map(([, mark]) => mark),
};

/** The name of the file that a link of either language leads to; '' for one within its page. */
const fileOf = (address: string): string =>
  address.replace(/#.*$/, '').replace(/^.*\//, '').replace('.zh-CN', '');
