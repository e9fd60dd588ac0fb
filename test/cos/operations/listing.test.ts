import {expect} from 'chai';
import type {CosClient} from '../../../src/cos/client.js';
import {bucket, freshKey, localClient} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

const client = localClient();

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** A client whose every request is answered with this XML. */
const answering = (xml: string): CosClient =>
  localClient({
    transport: () =>
      Promise.resolve({status: 200, header: () => null, headers: () => [], text: () => Promise.resolve(xml)}),
  });

describe('listParts', () => {
  it('one page with all its fields, and all pages', async () => {
    const key = freshKey('中 文.bin');
    const {uploadId} = await client.createMultipartUpload(key);
    const sent = await Promise.all(
      [3, 1, 2].map((number) => client.uploadPart(key, uploadId, number, 'x'.repeat(number))),
    );
    const page = await client.listParts(key, uploadId, {maxParts: 2});
    expect(page).to.deep.include({
      bucket,
      key,
      uploadId,
      maxParts: 2,
      partNumberMarker: 0,
      nextPartNumberMarker: 2,
      isTruncated: true,
      storageClass: 'STANDARD',
    });
    expect(page.owner.id).to.match(/./);
    expect(page.initiator.displayName).to.match(/./);
    expect(page.parts[1]).to.include({partNumber: 2, size: 2, etag: sent[2]?.etag});
    expect(page.parts[1]?.lastModified).to.be.instanceOf(Date);

    const pages = await collect(client.listAllParts(key, uploadId, {maxParts: 2, encodingType: 'url'}));
    expect(pages.map(({parts}) => parts.map(({partNumber}) => partNumber))).to.deep.equal([[1, 2], [3]]);
    expect(pages[1]).to.include({
      isTruncated: false,
      nextPartNumberMarker: undefined,
      partNumberMarker: 2,
      key,
      encodingType: 'url',
    });
  });

  it('of an upload without parts', async () => {
    const key = freshKey();
    const {uploadId} = await client.createMultipartUpload(key);
    expect((await client.listParts(key, uploadId)).parts).to.deep.equal([]);
  });

  it('reads the spellings of other servers', async () => {
    const page = await answering(
      '<ListPartsResult><Encoding-type>url</Encoding-type><Key>a%20b</Key><UploadID>7</UploadID><IsTruncated>FALSE</IsTruncated>' +
        '<StorageClass>Standard</StorageClass><Part><PartNumber>1</PartNumber><ETag>&quot;x&quot;</ETag><Size>0</Size></Part></ListPartsResult>',
    ).listParts('a b', '7');
    expect(page).to.deep.include({
      key: 'a b',
      uploadId: '7',
      isTruncated: false,
      storageClass: 'STANDARD',
      maxParts: 1000,
    });
    expect(page.parts).to.deep.equal([{partNumber: 1, etag: '"x"', size: 0, lastModified: undefined}]);
  });

  it('a page that says there is more, and not where, is not the end of the list', async () =>
    expect(
      await rejection(
        collect(
          answering('<ListPartsResult><IsTruncated>true</IsTruncated></ListPartsResult>').listAllParts(
            'a',
            '7',
          ),
        ),
      ),
    ).to.include({name: 'CosError', code: 'InvalidResponse'}));

  it('a page that points back to itself is not asked for again and again', async () => {
    const page =
      '<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>5</NextPartNumberMarker></ListPartsResult>';
    expect(
      await rejection(collect(answering(page).listAllParts('a', '7', {partNumberMarker: 5}))),
    ).to.include({name: 'CosError', code: 'InvalidResponse'});
  });

  it('a page goes on also where blanks stand around the word', async () => {
    const page =
      '<ListPartsResult><IsTruncated> true </IsTruncated><NextPartNumberMarker>5</NextPartNumberMarker></ListPartsResult>';
    expect(await answering(page).listParts('a', '7')).to.include({
      isTruncated: true,
      nextPartNumberMarker: 5,
    });
  });

  const refused: [options: object, attribute: string][] = [
    [{maxParts: 0}, 'maxParts'],
    [{maxParts: 1001}, 'maxParts'],
    [{partNumberMarker: -1}, 'partNumberMarker'],
  ];
  for (const [options, attribute] of refused) {
    it(`refuses ${JSON.stringify(options)}`, async () =>
      expect(await rejection(client.listParts('a', '7', options))).to.include({
        name: 'ConfigurationError',
        attribute,
      }));
  }
});

describe('listMultipartUploads', () => {
  it('finds uploads by prefix, folds by delimiter, and pages by both markers', async () => {
    const prefix = freshKey('列表 !*/');
    const keys = ['a', 'a', 'b & c.txt', 'sub/d', 'sub/e', 'tab\tand\u0001control'].map(
      (name) => prefix + name,
    );
    const ids: string[] = [];
    for (const key of keys) ids.push((await client.createMultipartUpload(key)).uploadId);

    const page = await client.listMultipartUploads({prefix, delimiter: '/', encodingType: 'url'});
    expect(page).to.deep.include({
      bucket,
      prefix,
      delimiter: '/',
      keyMarker: '',
      uploadIdMarker: '',
      maxUploads: 1000,
      isTruncated: false,
      encodingType: 'url',
      commonPrefixes: [`${prefix}sub/`],
    });
    expect(page.uploads.map(({key}) => key)).to.have.members(keys.filter((key) => !key.includes('/sub/')));
    const [upload] = page.uploads;
    expect(upload?.storageClass).to.equal('STANDARD');
    expect(upload?.initiated).to.be.instanceOf(Date);
    expect(upload?.owner.id).to.match(/./);
    expect(upload?.initiator.id).to.match(/./);

    const pages = await collect(client.listAllMultipartUploads({prefix, maxUploads: 2}));
    expect(pages).to.have.length(3);
    expect(pages[0]).to.include({isTruncated: true, maxUploads: 2, nextKeyMarker: prefix + 'a'});
    expect(pages.flatMap(({uploads}) => uploads.map(({uploadId}) => uploadId))).to.have.members(ids);
    expect(pages.flatMap(({uploads}) => uploads.map(({key}) => key))).to.have.members(keys);
  });

  it('a page that points back to itself is not asked for again and again', async () => {
    const page =
      '<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker>' +
      '<NextUploadIdMarker>7</NextUploadIdMarker></ListMultipartUploadsResult>';
    expect(await rejection(collect(answering(page).listAllMultipartUploads()))).to.include({
      name: 'CosError',
      code: 'InvalidResponse',
    });
  });

  it('all pages are asked for in url encoding, whatever the options do not say', async () => {
    const prefix = freshKey();
    const pages = await collect(client.listAllMultipartUploads({prefix, encodingType: undefined}));
    expect(pages[0]?.encodingType).to.equal('url');
  });

  it('finds nothing under a prefix of nobody', async () => {
    const page = await client.listMultipartUploads({prefix: freshKey()});
    expect(page).to.deep.include({uploads: [], commonPrefixes: [], isTruncated: false});
    expect(page.encodingType).to.equal(undefined);
  });

  it('reads one upload as well as several, and the other spelling of the id', async () => {
    const {uploads} = await answering(
      '<ListMultipartUploadsResult><Encoding-Type/><IsTruncated>false</IsTruncated><Upload><Key>0123</Key><UploadID>0456</UploadID>' +
        '<StorageClass>Standard</StorageClass><Initiated>Wed Jan 18 16:04:17 2017</Initiated></Upload></ListMultipartUploadsResult>',
    ).listMultipartUploads();
    expect(uploads).to.deep.equal([
      {
        key: '0123',
        uploadId: '0456',
        storageClass: 'STANDARD',
        initiated: new Date('2017-01-18T16:04:17Z'),
        owner: {id: '', displayName: ''},
        initiator: {id: '', displayName: ''},
      },
    ]);
  });

  it('refuses a marker that COS would ignore', async () => {
    expect(await rejection(client.listMultipartUploads({uploadIdMarker: 'x'}))).to.include({
      attribute: 'uploadIdMarker',
    });
    expect(await rejection(client.listMultipartUploads({maxUploads: 1001}))).to.include({
      attribute: 'maxUploads',
    });
  });
});

describe('a list that is not to be trusted', () => {
  const part = (number: string, size: string): string =>
    `<ListPartsResult><Part><PartNumber>${number}</PartNumber><ETag>"e"</ETag><Size>${size}</Size></Part></ListPartsResult>`;
  for (const [number, size] of [
    ['one', '1'],
    ['1', 'many'],
    ['1', '-1'],
    ['1', '1e3'],
    ['1', '9'.repeat(20)],
    ['0x1', '1'],
  ] as const)
    it(`part ${number} of ${size} bytes is no answer`, async () =>
      expect(await rejection(answering(part(number, size)).listParts('a', 'id'))).to.include({
        code: 'InvalidResponse',
      }));

  it('ends with an error where it leads back to where it was', async () => {
    const page = (next: string): string =>
      `<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>${next}</NextKeyMarker></ListMultipartUploadsResult>`;
    const circle = ['a', 'b', 'c'];
    let asked = 0;
    const client = localClient({
      transport: () => {
        const text = page(circle[asked++ % circle.length]!);
        return Promise.resolve({
          status: 200,
          header: () => null,
          headers: () => [],
          text: () => Promise.resolve(text),
        });
      },
    });
    expect(await rejection(collect(client.listAllMultipartUploads()))).to.include({code: 'InvalidResponse'});
    expect(asked).to.equal(4);
  });
});
