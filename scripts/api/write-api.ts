import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {Application, OptionDefaults} from 'typedoc';
import {elementsPage, type Manifest} from './elements-page.js';

/** By the name of its page: the entry, and what an application imports it as. */
const entries: Readonly<Record<string, string>> = {
  index: 'cos-uploader',
  element: 'cos-uploader/element.js',
  parts: 'cos-uploader/parts.js',
  react: 'cos-uploader/react',
  vue: 'cos-uploader/vue',
  image: 'cos-uploader/image.js',
  validators: 'cos-uploader/validators.js',
  server: 'cos-uploader/server',
  testing: 'cos-uploader/testing',
};

/** What the page of the elements is made of. */
const manifestTags = ['@tag', '@slot', '@csspart', '@cssproperty', '@cssstate', '@fires'] as const;

/** Writes a page for each entry of the package, and one for the elements, into `out`, and nothing else. */
export async function writeApi(out: string): Promise<void> {
  rmSync(out, {recursive: true, force: true});
  mkdirSync(out, {recursive: true});
  const app = await Application.bootstrapWithPlugins({
    entryPoints: Object.keys(entries).map((name) => `src/${name}.ts`),
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: 'tsconfig.build.json',
    out,
    readme: 'none',
    cleanOutputDir: false,
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    // The types are checked elsewhere.
    skipErrorChecking: true,
    blockTags: [...OptionDefaults.blockTags, ...manifestTags],
    excludeTags: [...OptionDefaults.excludeTags, ...manifestTags],
    modifierTags: [...OptionDefaults.modifierTags, '@customElement'],
    logLevel: 'Error',
    // Of the plugin.
    ...{
      outputFileStrategy: 'modules',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      hideGroupHeadings: false,
      useCodeBlocks: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      classPropertiesFormat: 'table',
      typeAliasPropertiesFormat: 'table',
      propertyMembersFormat: 'table',
    },
  });
  const project = await app.convert();
  if (!project) throw new Error('The types cannot be read.');
  await app.generateOutputs(project);
  for (const [name, imported] of Object.entries(entries)) {
    const page = `${out}/${name}.md`;
    writeFileSync(page, readFileSync(page, 'utf8').replace(/^# .*/, `# ${imported}`));
  }
  const links = Object.entries(entries).map(([name, imported]) => `- [${imported}](${name}.md)`);
  writeFileSync(
    `${out}/README.md`,
    `# API reference\n\nWhat the types and the manifest of the package say, made by \`npm run api\`. The manual: [the element](../element.md), [the engine](../engine.md).\n\n- [Elements](elements.md)\n${links.join('\n')}\n`,
  );
  const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as Manifest;
  writeFileSync(`${out}/elements.md`, elementsPage(manifest));
}
