import {expect} from 'chai';
import {english as englishTexts, registerLocale, type Texts} from '../../../src/element.js';
import {ConfigurationError} from '../../../src/index.js';
import {english, findLocale} from '../../../src/element/language/locale.js';
import {mount, mountFake, part, settle, text, unmount} from '../../support/element.js';
import {until} from '../../support/until.js';

afterEach(unmount);

const tags = ['zh-CN', 'zh-TW', 'ja', 'ko', 'id', 'vi', 'th', 'de', 'fr', 'es', 'pt-BR', 'nb', 'ar'];

describe('languages', () => {
  for (const tag of tags) {
    it(`${tag} is complete: each text has the places of the English one, and no other`, async () => {
      const {texts: its} = (await import(
        `../../../src/element/language/locales/${tag.toLowerCase()}.ts`
      )) as {
        texts: Texts;
      };
      const places = (value: Texts[keyof Texts]): string => {
        const form = typeof value === 'string' ? value : value.other;
        return [...form.matchAll(/\{(\w+)\}/g)]
          .map(([, place]) => place)
          .sort()
          .join();
      };
      for (const key of Object.keys(englishTexts) as (keyof Texts)[]) {
        const translated = its[key];
        expect(places(translated), key).to.equal(places(englishTexts[key]));
        for (const form of typeof translated === 'string' ? [translated] : Object.values(translated)) {
          expect(form.trim(), key).to.have.length.above(0);
        }
      }
    });
  }

  const nearest: [wanted: string, found: string][] = [
    ['en-GB', 'en-GB'],
    ['de-AT', 'de-AT'],
    ['zh', 'zh'],
    ['zh-Hant-HK', 'zh-Hant-HK'],
    ['pt', 'pt'],
    ['xx', 'en'],
    ['not a tag', 'en'],
    ['zh_CN', 'zh-CN'],
    ['pt_BR.UTF-8', 'pt-BR'],
    ['zh-Hans-CN', 'zh-Hans-CN'],
    ['zh-cmn-Hans', 'zh-Hans'],
    ['in', 'id'],
    ['C', 'en'],
    ['undefined', 'en'],
  ];
  for (const [wanted, found] of nearest) {
    it(`finds the nearest for "${wanted}"`, async () => {
      expect((await findLocale(wanted)).tag).to.equal(found);
    });
  }

  it('tells apart the two Chinas by script', async () => {
    const of = async (tag: string): Promise<string> => (await findLocale(tag)).t('chooseFiles');
    expect(await of('zh-SG')).to.equal('选择文件');
    expect(await of('zh-MO')).to.equal('選擇檔案');
    expect(await of('zh-Hans-HK')).to.equal('选择文件');
    expect(await of('zh_HK')).to.equal('選擇檔案');
    expect(await of('yue')).to.equal('選擇檔案');
  });

  it('find the written languages of one country from each other', async () => {
    for (const tag of ['nb', 'nb_NO', 'no', 'nn'])
      expect((await findLocale(tag)).t('chooseFiles'), tag).to.equal('Velg filer');
  });

  it('let a page change single words, of English too, and of a region alone', async () => {
    registerLocale('en', {chooseFile: 'Pick a file'});
    expect((await findLocale('en-GB')).t('chooseFile')).to.equal('Pick a file');
    expect((await findLocale('en')).t('chooseFolder'), 'the rest stays').to.equal('Choose folder');
    registerLocale('en', {chooseFile: english.t('chooseFile')});

    registerLocale('de_AT', {stop: 'Halt'});
    const [austria, germany] = [await findLocale('de-AT'), await findLocale('de')];
    expect([austria.t('stop'), germany.t('stop')]).to.deep.equal(['Halt', 'Anhalten']);
    expect(austria.t('chooseFiles')).to.equal(germany.t('chooseFiles'));
    expect(() => registerLocale('undefined', {})).to.throw(ConfigurationError, 'BCP 47');
  });

  it('have a name in the console when the page asks for one that is not there, once', async () => {
    const {warn} = console;
    const said: unknown[] = [];
    console.warn = (line: unknown) => said.push(line);
    try {
      for (let i = 0; i < 2; i++) await mount({locale: 'tlh'});
      await mount({locale: 'zh_CN'});
    } finally {
      console.warn = warn;
    }
    expect(said).to.have.length(1);
    expect(said[0]).to.include('"tlh"');
  });

  it('run from right to left where their script does', async () => {
    const {texts} = await import('../../../src/element/language/locales/ar.js');
    for (const tag of ['ps', 'ckb', 'yi', 'az-Arab', 'nl']) {
      registerLocale(tag, texts);
      expect([tag, (await findLocale(tag)).dir]).to.deep.equal([tag, tag === 'nl' ? 'ltr' : 'rtl']);
    }
  });

  it('choose plurals and numbers as they are used to', async () => {
    const arabic = await findLocale('ar');
    expect(arabic.t('announceAdded', {n: 2})).to.equal('أُضيف ملفان');
    expect(english.t('limitFiles', {n: 1})).to.equal('Up to 1 file');
    expect((await findLocale('de')).t('announceAdded', {n: 12345})).to.equal('12.345 Dateien hinzugefügt');
    expect(english.t('limitSize'), 'a place without a value stays').to.equal('{size} each at most');
  });
});

describe('an element', () => {
  it('speaks the nearest language, through shadow roots, and changes it', async () => {
    const host = document.createElement('div');
    host.lang = 'zh-CN';
    document.body.append(host);
    const root = host.attachShadow({mode: 'open'});
    const element = document.createElement('cos-uploader');
    root.append(element);
    await element.updateComplete;
    expect(text(element, '[data-action=browse]'), 'from the first picture on').to.equal('选择文件');
    element.locale = 'fr';
    await until(() => text(element, '[data-action=browse]') === 'Choisir un fichier', 'French');
    host.remove();
  });

  it('turns with a language that is written from right to left', async () => {
    const element = await mount({locale: 'ar'});
    await until(() => getComputedStyle(part(element, '.base')).direction === 'rtl', 'Arabic');
    element.locale = 'en';
    await settle(element);
    expect(getComputedStyle(part(element, '.base')).direction).to.equal('ltr');
  });

  it('fills its bars from the side where lines begin', async () => {
    const {element, fake} = await mountFake({locale: 'ar'});
    fake.advance(fake.put({name: 'a', size: 100}), 0.25);
    await until(() => getComputedStyle(part(element, '.base')).direction === 'rtl', 'Arabic');
    await settle(element);
    for (const growing of part(element, '.bar').getAnimations({subtree: true})) growing.finish();
    const bar = part(element, '.bar').getBoundingClientRect();
    const sent = part(element, '.sent').getBoundingClientRect();
    expect((bar.right - sent.left) / bar.width).to.be.closeTo(0.25, 0.02);
  });

  it('has words of its own where it is given them, in whatever language', async () => {
    const element = await mount({locale: 'en', multiple: true});
    element.texts = {chooseFiles: 'Add evidence'};
    await settle(element);
    expect(text(element, '[data-action=browse]')).to.equal('Add evidence');
    element.locale = 'de';
    await until(() => text(element, '[data-action=folder]') === 'Ordner auswählen', 'German');
    expect(text(element, '[data-action=browse]')).to.equal('Add evidence');
    element.texts = undefined;
    await settle(element);
    expect(text(element, '[data-action=browse]')).to.equal('Dateien auswählen');
  });

  it('takes a language of the page', async () => {
    const {texts} = await import('../../../src/element/language/locales/de.js');
    registerLocale('de-CH-1901', {...texts, chooseFile: 'Datei wählen'});
    const element = await mount({locale: 'de-CH-1901'});
    await settle(element);
    expect(text(element, '[data-action=browse]')).to.equal('Datei wählen');
  });
});
