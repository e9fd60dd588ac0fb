/** What editors and frameworks know of `<cos-uploader>`, made from custom-elements.json: the last step of the build. */
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {generateJsxTypes} from '@wc-toolkit/jsx-types';
import {generateJetBrainsWebTypes} from 'custom-element-jet-brains-integration';
import {generateVsCodeCustomElementData} from 'custom-element-vs-code-integration';

/** What is said twice is said once: the package is unpacked into many projects. */
interface WebTypes {
  contributions: {html: {elements: {attributes: Described[]; js: {properties: Described[]}}[]}};
}
interface Described {
  description?: string;
}
interface Declared {
  name: string;
  type?: {text: string};
}
interface Manifest {
  schemaVersion: string;
  modules: {declarations: {name: string; tagName?: string; events?: Declared[]; members?: Declared[]}[]}[];
}

const outdir = 'dist';

/** The generators change what they get, so each gets its own. */
const readManifest = (): Manifest => {
  const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as Manifest;
  for (const module of manifest.modules)
    module.declarations = module.declarations.filter(({tagName}) => tagName);
  return manifest;
};

/** For JSX the types have to be found, and `key` is the framework's own. */
function forJsx(): Manifest {
  const manifest = readManifest();
  for (const declaration of manifest.modules.flatMap(({declarations}) => declarations)) {
    declaration.members = (declaration.members ?? []).filter(({name}) => name !== 'key');
    for (const {type} of declaration.events ?? [])
      if (type?.text.startsWith('Cos')) type.text = `import('./element.js').${type.text}`;
  }
  return manifest;
}

generateJsxTypes(forJsx() as never, {outdir, fileName: 'jsx.d.ts', globalTypePath: './element.js'});
// The generator's common props, as React 19 and Preact have them.
const jsxFile = `${outdir}/jsx.d.ts`;
let jsxTypes = readFileSync(jsxFile, 'utf8');
for (const [generated, wanted] of [
  [
    'ref?: (T | ((e: T) => void)) | undefined;',
    'ref?: T | {readonly current: T | null} | ((element: any) => unknown) | null | undefined;',
  ],
  ['style?: Record<string, string | number> | undefined;', 'style?: object | string | undefined;'],
  ['dir?: "ltr" | "rtl" | undefined;', 'dir?: string | undefined;'],
  ['key?: string | number | undefined;', 'key?: string | number | bigint | null | undefined;'],
] as const) {
  if (!jsxTypes.includes(generated)) throw new Error(`The generator writes no "${generated}".`);
  jsxTypes = jsxTypes.replace(generated, wanted);
}
// The generator takes all elements from one module.
const partNames = readManifest()
  .modules.flatMap(({declarations}) => declarations.map(({name}) => name))
  .filter((name) => name !== 'CosUploaderElement')
  .join(', ');
jsxTypes = jsxTypes.replace(
  /import type \{[^}]*\} from "\.\/element\.js";/,
  `import type {CosUploaderElement} from './element.js';\nimport type {${partNames}} from './parts.js';`,
);
if (!jsxTypes.includes('./parts.js')) throw new Error('The generator imports the elements in another way.');
/** Puts `wanted` for what the generator writes. */
function replaceGenerated(generated: RegExp, wanted: string): void {
  if (!generated.test(jsxTypes)) throw new Error(`The generator writes nothing like ${generated.source}.`);
  jsxTypes = jsxTypes.replace(generated, wanted);
}
// Solid's props are those of all with a word before each. The generator writes them out once more, with every description.
replaceGenerated(/^export type \w+SolidJsProps = \{\n[^]*?^\};\n+/gm, '');
replaceGenerated(
  /^export type CustomElementsSolidJs = \{\n[^]*?^\};\n/m,
  `type ForSolid<Props> = {
  [Name in keyof Props as Name extends \`on\${infer Event}\` ? \`on:\${Event}\` : \`\${"attr" | "prop"}:\${Name & string}\`]?: Props[Name];
};

export type CustomElementsSolidJs = {
  [Tag in keyof CustomElements]: CustomElements[Tag] &
    ForSolid<CustomElements[Tag]> & {innerHTML?: string | undefined; textContent?: string | number | undefined};
};
`,
);
// Scoped tags are deprecated by the generator itself.
replaceGenerated(/^\/\*\*\n(?: \*[^\n]*\n)+export type ScopedElements<[^]*?^\};\n+/m, '');
// Beside each tag the generator lists once more, in words, all that the types of its props say.
jsxTypes = jsxTypes.replace(
  /^( +\/\*\*\n +\*)([^]*?)\*\/(?=\n +"cos-)/gm,
  (_all, start: string, words: string) => {
    const [first = ''] = words.trim().split(/\n[ *]*\n/);
    return `${start} ${first.trim()}\n   */`;
  },
);
writeFileSync(jsxFile, jsxTypes);
generateVsCodeCustomElementData(readManifest(), {outdir, hideLogs: true});
// Here slots, events, parts and properties stand beside the element's description, and need not be in it.
generateJetBrainsWebTypes(readManifest(), {
  outdir,
  packageJson: false,
  hideLogs: true,
  hideSlotDocs: true,
  hideEventDocs: true,
  hideCssPartsDocs: true,
  hideCssPropertiesDocs: true,
});
const webTypesFile = `${outdir}/web-types.json`;
const webTypes = JSON.parse(readFileSync(webTypesFile, 'utf8')) as WebTypes;
for (const {attributes, js} of webTypes.contributions.html.elements)
  for (const property of js.properties)
    if (attributes.some(({description}) => description === property.description)) delete property.description;
writeFileSync(webTypesFile, JSON.stringify(webTypes));
// Programs read them, so they need no blanks.
for (const file of [
  'custom-elements.json',
  ...['web-types', 'vscode.html-custom-data', 'vscode.css-custom-data'].map(
    (name) => `${outdir}/${name}.json`,
  ),
])
  writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));

const types = 'export {};\n';
writeFileSync(`${outdir}/jsx.js`, types);

const elements = readManifest().modules.flatMap(({declarations}) => declarations);
const lines = (line: (element: (typeof elements)[number]) => string): string =>
  elements.map((element) => `    ${line(element)}`).join('\n');
const propsNames = elements.map(({name}) => `${name}Props`).join(', ');
// The props of JSX are those of templates, but for the names of events in Vue: `oncos-idle` is `onCosIdle`.
const vueTypes = `
import type {DefineComponent} from 'vue';
import type {${propsNames}} from './jsx.js';
type Joined<Name extends string> = Name extends \`\${infer Head}-\${infer Rest}\` ? \`\${Capitalize<Head>}\${Joined<Rest>}\` : Capitalize<Name>;
type ForVue<Props> = {[Name in keyof Props as Name extends \`oncos-\${infer Event}\` ? \`onCos\${Joined<Event>}\` : Name]: Props[Name]};
declare module 'vue' {
  interface GlobalComponents {
${lines(({tagName, name}) => `'${tagName}': DefineComponent<ForVue<${name}Props>>;`)}
  }
}
`;
appendFileSync(`${outdir}/vue.d.ts`, vueTypes);

writeFileSync(`${outdir}/svelte.js`, types);
writeFileSync(
  `${outdir}/svelte.d.ts`,
  `import type {HTMLAttributes} from 'svelte/elements';
import type {CosUploaderElement} from './element.js';
import type {${propsNames}} from './jsx.js';
import type {${partNames}} from './parts.js';
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${lines(({tagName, name}) => `'${tagName}': Omit<HTMLAttributes<${name}>, keyof ${name}Props> & ${name}Props;`)}
  }
}
`,
);
