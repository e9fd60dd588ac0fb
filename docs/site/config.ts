import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {liveExamples} from './live-examples.js';
import {linesOfChinese, linksOfRepository, liveBlocks, type Markdown} from './markdown.js';
import {others, sidebar, sources, top, translated} from './pages.js';
import {processTerm, tokenize} from './search.js';

/** As GitHub makes them, so that a link to a heading is good in both places. */
const slugify = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** The address of a file would lead elsewhere after a click on a link to a page in another folder: heads stay as they are. */
const icon = `data:image/svg+xml,${encodeURIComponent(readFileSync(join(import.meta.dirname, 'public/icon.svg'), 'utf8'))}`;

/** What of VitePress's data of a page is used. */
interface Here {
  page: {value: {relativePath: string}};
  theme: {value: {translated: string[]}};
}

/** A page that is not translated leads to the home of the other language. Goes to the reader's browser as text. */
function pageInOther({page, theme}: Here, _route: unknown, language: string): string {
  const name = page.value.relativePath.replace(/^zh-CN\//, '').replace(/\.md$/, '');
  const home = language === 'root' ? '/' : '/zh-CN/';
  return name !== 'index' && theme.value.translated.includes(name) ? `${home}${name}.html` : home;
}

export default {
  title: 'cos-uploader',
  description:
    'Files of any size from a web page straight into Tencent Cloud Object Storage: resumable and proven.',
  srcDir: top,
  srcExclude: others(),
  outDir: join(import.meta.dirname, 'dist'),
  cacheDir: join(import.meta.dirname, 'node_modules/.cache'),
  // At any path of any server: pages say where the site begins from where they are.
  base: './',
  rewrites: Object.fromEntries(Object.entries(sources).map(([name, file]) => [file, `${name}.md`])),
  head: [['link', {rel: 'icon', href: icon}]],
  locales: {
    root: {label: 'English', lang: 'en'},
    'zh-CN': {
      label: '简体中文',
      lang: 'zh-CN',
      description: '网页文件直传腾讯云对象存储（COS）：断点续传，完整校验。',
      markdown: {codeCopyButton: {tooltipText: '复制代码', copiedText: '已复制'}},
      themeConfig: {
        nav: [
          {text: '快速开始', link: '/zh-CN/quick-start'},
          {text: '示例', link: '/zh-CN/examples'},
          {text: '组件', link: '/zh-CN/element'},
        ],
        sidebar: sidebar('zh-CN'),
        outline: {level: [2, 3], label: '本页目录'},
        docFooter: {prev: '上一页', next: '下一页'},
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '切换到浅色',
        darkModeSwitchTitle: '切换到深色',
        sidebarMenuLabel: '菜单',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '切换语言',
        skipToContentLabel: '跳到正文',
        notFound: {
          title: '没有这个页面',
          quote: '它可能改了名字。',
          linkText: '回到首页',
          linkLabel: '回到首页',
        },
      },
    },
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      {text: 'Quick start', link: '/quick-start'},
      {text: 'Examples', link: '/examples'},
      {text: 'The element', link: '/element'},
      {text: 'Engine', link: '/engine'},
    ],
    sidebar: sidebar('en'),
    outline: {level: [2, 3]},
    translated: translated(),
    i18nRouting: pageInOther,
    search: {
      provider: 'local',
      options: {
        detailedView: true,
        miniSearch: {
          options: {tokenize, processTerm},
          searchOptions: {
            // A long word may have one slip, a short one none.
            fuzzy: (term: string) => (term.length > 5 ? 0.15 : false),
            prefix: (term: string) => term.length > 2 || /\p{Script=Han}/u.test(term),
            boost: {title: 4, titles: 2, text: 1},
            // What is made for looking up a name, or for those who work on this, comes after what explains.
            boostDocument: (id: string) =>
              /(^|\/)(api\/|changelog|contributing|benchmark|operations)/.test(id) ? 0.4 : 1,
          },
        },
        locales: {
          'zh-CN': {
            translations: {
              button: {buttonText: '搜索', buttonAriaLabel: '搜索'},
              modal: {
                displayDetails: '显示详情',
                resetButtonTitle: '清空',
                backButtonTitle: '关闭搜索',
                noResultsText: '没有找到',
                footer: {selectText: '选择', navigateText: '移动', closeText: '关闭'},
              },
            },
          },
        },
      },
    },
  },
  markdown: {
    anchor: {slugify},
    // What GitHub does not know, a page does not use.
    attrs: false,
    emoji: false,
    toc: false,
    container: false,
    snippet: false,
    include: false,
    theme: {light: 'github-light-high-contrast', dark: 'github-dark'},
    config: (md: Markdown) => {
      linksOfRepository(md);
      linesOfChinese(md);
      liveBlocks(md);
    },
  },
  vue: {template: {compilerOptions: {isCustomElement: (tag: string) => tag.startsWith('cos-')}}},
  vite: {
    configFile: false,
    publicDir: join(import.meta.dirname, 'public'),
    plugins: [liveExamples()],
    // What the examples need, so that none of it is found late, which loads the page anew.
    optimizeDeps: {entries: ['src/{define-parts,image,testing,validators}.ts']},
    server: {fs: {allow: [top]}, watch: {ignored: ['**/docs/site/dist/**']}},
    build: {chunkSizeWarningLimit: 2000},
  },
};
