/** Mistakes of set-up: what the person at the page reads, what the console says, and what `diagnose()` says. */
import {expect} from 'chai';
import type {CosUploaderElement} from '../../src/element.js';
import {signHandler} from '../../src/server.js';
import {addFaults, bucket, clearFaults, freshKey, makeFile, region} from '../support/cos.js';
import {mount, settle, unmount} from '../support/element.js';
import {application} from '../support/tickets.js';
import {until} from '../support/until.js';

interface Row {
  mistake: string;
  attributes?: Record<string, string | false>;
  /** Milliseconds that the clock of this device is ahead. */
  ahead?: number;
  /** Every request about the folder of the page is answered so. */
  fault?: object;
  prepare?: (element: CosUploaderElement) => void;
  /** What the row of the file says. */
  page: string;
  /** Each is told once; none: the console says nothing. */
  console: RegExp[];
  /** Check → what its line says, the fix included. */
  diagnose: Record<string, RegExp>;
}

const said = (answer: object): string => `/said?${encodeURIComponent(JSON.stringify(answer))}`;
const json = (body: object): string =>
  said({status: 200, type: 'application/json', body: JSON.stringify(body)});
const denied = (message: string): object => ({status: 403, code: 'AccessDenied', message});
const sts = async (query = ''): Promise<Record<string, never>> =>
  (await (await fetch(`${cosOrigin}/-/sts?${query}`)).json()) as Record<string, never>;

const setUp = 'Uploads are not set up correctly on this page.';
const without = (...actions: string[]): string =>
  'PutObject,HeadObject,InitiateMultipartUpload,UploadPart,ListParts,CompleteMultipartUpload,AbortMultipartUpload'
    .split(',')
    .filter((action) => !actions.includes(action))
    .join();

const rows: Row[] = [
  {
    mistake: 'the bucket does not exist',
    attributes: {
      bucket: 'nosuch-1250000000',
      endpoint: cosOrigin.replace('127.0.0.1', '{bucket}.cos.{region}.localhost'),
    },
    page: setUp,
    console: [/nosuch-1250000000[^]*(no such bucket|bucket does not exist)/],
    diagnose: {'(cors|bucket)': /no such bucket|bucket does not exist/},
  },
  {
    mistake: 'the region has a slip of the pen',
    attributes: {region: 'ap-guangzou', endpoint: 'http://{bucket}.cos.{region}.localhost:1'},
    page: 'The connection was lost.',
    console: [/ap-guangzou\.localhost:1 does not answer[^]*did you mean ap-guangzhou\?/],
    diagnose: {network: /does not answer[^]*did you mean ap-guangzhou\?/},
  },
  {
    mistake: 'the bucket has no CORS rules',
    // The server of this page, under another name, has none.
    attributes: {endpoint: `http://127.0.0.1:${location.port}`},
    page: setUp,
    console: [/CORS rules of demo-1250000000[^]*127\.0\.0\.1[^]*<CORSRule>/],
    diagnose: {cors: /no CORS rule for this page[^]*no such bucket[^]*<CORSRule>/},
  },
  {
    mistake: 'the prefix is outside of the policy',
    attributes: {'credentials-url': `${cosOrigin}/-/sts?prefix=elsewhere/`},
    page: 'You may not upload here.',
    console: [/AccessDenied[^]*key-prefix must begin with it; here it is "test\//],
    diagnose: {'name/cos:PutObject': /AccessDenied[^]*Nothing is allowed in "test\/[^]*key-prefix/},
  },
  {
    mistake: 'the policy lacks an action',
    attributes: {'credentials-url': `${cosOrigin}/-/sts?actions=${without('PutObject')}`},
    page: 'You may not upload here.',
    console: [/PutObject of "[^]*AccessDenied[^]*must allow this action/],
    diagnose: {'name/cos:PutObject': /Add "name\/cos:PutObject"/},
  },
  {
    mistake: 'a referer rule refuses the page',
    fault: denied('You are denied by bucket referer rule'),
    page: setUp,
    console: [/hotlink protection \(referer rule\) refuses this page/],
    diagnose: {bucket: /referer rule[^]*allow its address there/},
  },
  {
    mistake: 'strict signature misses something',
    fault: denied('Strict signature missing header that must be signed'),
    page: setUp,
    console: [/demands that all headers and parameters are signed/],
    diagnose: {signature: /Strict signature missing header/},
  },
  {
    mistake: 'the KMS key may not be used',
    fault: denied('Access denied by KMS.'),
    page: 'You may not upload here.',
    console: [/must allow the key's use/],
    diagnose: {'name/cos:PutObject': /must allow the key's use/},
  },
  {
    mistake: 'nothing is at the address of the keys',
    attributes: {'credentials-url': said({status: 404})},
    page: setUp,
    console: [/\/said answered 404 instead of credentials/],
    diagnose: {credentials: /\/said answered 404[^]*qcloud-cos-sts/},
  },
  {
    mistake: 'a login page is at the address of the keys',
    attributes: {'credentials-url': said({status: 200, type: 'text/html', body: '<html>Sign in</html>'})},
    page: 'Your session has ended.',
    console: [/\/said answered a web page[^]*nothing at this address[^]*Sign in again/],
    diagnose: {credentials: /\/said answered a web page/},
  },
  {
    mistake: 'the keys are permanent',
    attributes: {'credentials-url': json({credentials: {tmpSecretId: 'AKID1', tmpSecretKey: 'hush'}})},
    page: setUp,
    console: [/whoever reads this page owns the account/],
    diagnose: {credentials: /whoever reads this page owns the account/},
  },
  {
    mistake: 'the keys have ended',
    attributes: {'credentials-url': false},
    prepare: (element) =>
      (element.credentials = async () => {
        const answer = await sts();
        const startTime = Number(answer['startTime']) - 7200;
        return {...answer, startTime, expiredTime: startTime + 3600} as never;
      }),
    page: setUp,
    console: [/not valid at this time|new ones neither/],
    diagnose: {credentials: /ended 60 minutes ago[^]*fresh keys/},
  },
  {
    mistake: 'authorize finds nobody to ask',
    attributes: {'credentials-url': false},
    prepare: (element) =>
      (element.authorize = () => Promise.reject(new Error('/sign?token=hush answered 404'))),
    page: 'Permission to upload is not available right now.',
    console: [/authorize function failed[^]*\/sign answered 404/],
    diagnose: {credentials: /\/sign answered 404[^]*Let authorize answer/},
  },
  {
    mistake: 'ticket finds nobody to ask',
    attributes: {'credentials-url': false},
    prepare: (element) => (element.ticket = () => Promise.reject(new Error('/tickets answered 404'))),
    page: 'Permission to upload is not available right now.',
    console: [/ticket function failed[^]*\/tickets answered 404/],
    diagnose: {credentials: /\/tickets answered 404[^]*ticketHandler/},
  },
  {
    mistake: 'the clock of this device is wrong',
    ahead: 7_200_000,
    page: 'Uploaded',
    console: [],
    diagnose: {clock: / 7(199|200|201) s ahead of the server[^]*Uploads work all the same/},
  },
  {
    mistake: 'none: keys',
    page: 'Uploaded',
    console: [],
    diagnose: {},
  },
  {
    mistake: 'none: tickets',
    attributes: {'credentials-url': false},
    prepare: (element) => (element.ticket = application().ticket),
    page: 'Uploaded',
    console: [],
    diagnose: {},
  },
  {
    mistake: 'none: the signing server of this package',
    attributes: {'credentials-url': false},
    prepare: (element) => {
      const sign = signHandler({
        bucket,
        region,
        endpoint: cosOrigin,
        sts: ({policy, seconds}) =>
          sts(new URLSearchParams({policy: JSON.stringify(policy), seconds: String(seconds)}).toString()),
        key: () => element.keyPrefix,
      });
      element.authorize = async (request) => {
        const headers = {'content-type': 'application/json'};
        const body = JSON.stringify(request);
        const answer = await sign(new Request('https://app.example.com/', {method: 'POST', headers, body}));
        if (!answer.ok) throw new Error(`/sign answered ${answer.status}: ${await answer.text()}`);
        return (await answer.json()) as never;
      };
    },
    page: 'Uploaded',
    console: [],
    diagnose: {},
  },
];

describe('what is said of a mistake in the set-up', () => {
  const {warn} = console;
  const {random} = Math;
  const {now} = Date;
  let warnings: string[];
  beforeEach(() => {
    warnings = [];
    console.warn = (...words: unknown[]) => warnings.push(words.join(' '));
  });
  afterEach(async () => {
    console.warn = warn;
    Math.random = random;
    Date.now = now;
    unmount();
    await clearFaults();
  });

  for (const {mistake, attributes, ahead = 0, fault, prepare, page, console: told, diagnose} of rows)
    it(mistake, async () => {
      Date.now = () => now.call(Date) + ahead;
      const prefix = freshKey('');
      const names = ['a.bin', 'b.bin', 'cos-uploader-probe-i'];
      if (fault) await addFaults(...names.map((name) => ({match: {key: prefix + name}, effect: {...fault}})));
      const element = await mount({
        bucket,
        region,
        endpoint: cosOrigin,
        'credentials-url': `${cosOrigin}/-/sts`,
        'key-prefix': prefix,
        multiple: true,
        resume: 'off',
        retries: '0',
        'give-up-after': '0',
        ...attributes,
      });
      prepare?.(element);
      await element.updateComplete;
      const tasks = await element.addFiles([makeFile(10, 'a.bin'), makeFile(10, 'b.bin')]);
      await Promise.allSettled(tasks.map((task) => task.settled()));
      await settle(element);
      const shown = Array.from(element.shadowRoot!.querySelectorAll('[part~=row]'), (row) =>
        row.textContent.replace(/\s+/g, ' '),
      );
      expect(shown).to.have.length(2);
      for (const row of shown) expect(row).to.include(page);

      await until(() => warnings.length >= told.length, 'the console');
      // 0.5 in base 36 is 0.i
      Math.random = () => 0.5;
      const lines = await element.diagnose();
      Math.random = random;
      expect(warnings.length, warnings.join('\n')).to.equal(told.length);
      for (const pattern of told) expect(warnings.join('\n')).to.match(pattern);
      const faults = lines.filter(({ok}) => !ok).map(({check, detail, fix}) => [check, `${detail} ${fix}`]);
      if (Object.keys(diagnose).length === 0) expect(faults).to.deep.equal([]);
      for (const [check, pattern] of Object.entries(diagnose)) {
        const [found] = faults.filter(([name = '']) => new RegExp(`^${check}$`).test(name));
        expect(found?.[1], JSON.stringify(lines, null, 1)).to.match(pattern);
      }
      expect(JSON.stringify([warnings, lines])).not.to.include('hush');
    });

  it('no attribute of HTML, and none that the element has itself', async () => {
    const html =
      'accesskey autocapitalize autofocus class contenteditable dir draggable enterkeyhint exportparts hidden id inert inputmode is itemid itemprop itemref itemscope itemtype lang nonce part popover role slot spellcheck style tabindex title translate writingsuggestions';
    const own = 'dragging uploading paused offline complete has-error';
    const element = await mount({bucket, region, 'credentials-url': '/sts'});
    for (const name of `${html} ${own}`.split(' ')) element.setAttribute(name, '');
    element.setAttribute('max-file', '3');
    element.dispatchEvent(new Event('pointerenter'));
    await until(() => warnings.length > 0, 'the console');
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('did you mean max-files?');
  });

  it('attributes that are nearly ours', async () => {
    const element = await mount({
      bucket,
      region,
      'credential-url': '/sts',
      'credentials-url': '/sts',
      'max-size': '5MB',
      'data-max-files': '3',
      'aria-label': 'Photos',
      title: 'Photos',
      'ng-version': '1',
    });
    element.dispatchEvent(new Event('pointerenter'));
    await until(() => warnings.length >= 2, 'the console');
    expect(warnings).to.have.length(2);
    expect(warnings.join('\n'))
      .to.match(/no attribute "credential-url"[^]*did you mean credentials-url\?/)
      .and.match(/no attribute "max-size"[^]*did you mean max-file-size\?/);
  });
});
