import {type Bucket, compareKeys, currentObject, type StoredObject} from '../bucket.js';
import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {foldedPrefix, listingEncoder, OWNER, pageSize, readDelimiter} from '../listing.js';
import {type XmlElement, writeXml} from '../xml.js';

/** GET Bucket (436/7734): keys and common prefixes together, in UTF-8 byte order, in pages. */
export function listObjects(call: Call): Answer {
  const {bucket, query} = call;
  const encode = listingEncoder(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = readDelimiter(query);
  const marker = query.get('marker') ?? '';
  const maxKeys = pageSize(query.get('max-keys'), 'max-keys');

  const prefixes: string[] = [];
  const contents: XmlElement[] = [];
  let last = '';
  let truncated = false;
  for (const key of keysUnder(bucket, prefix)) {
    const folded = foldedPrefix(key, prefix, delimiter);
    const name = folded ?? key;
    const object = currentObject(bucket, key);
    // A prefix that was the marker has been listed with all its keys.
    if (!object || (marker !== '' && compareKeys(name, marker) <= 0) || name === prefixes.at(-1)) continue;
    if (prefixes.length + contents.length === maxKeys) {
      truncated = true;
      break;
    }
    if (folded === undefined) contents.push(describe(encode(key), object));
    else prefixes.push(folded);
    last = name;
  }
  const body = writeXml('ListBucketResult', {
    Name: bucket.name,
    EncodingType: query.get('encoding-type'),
    Prefix: encode(prefix),
    Marker: encode(marker),
    MaxKeys: maxKeys,
    Delimiter: query.has('delimiter') ? encode(delimiter) : undefined,
    IsTruncated: truncated,
    NextMarker: truncated ? encode(last) : undefined,
    CommonPrefixes: prefixes.map((name) => ({Prefix: encode(name)})),
    Contents: contents,
  });
  return {status: 200, headers: {'x-cos-bucket-region': bucket.region}, body};
}

const keysUnder = (bucket: Bucket, prefix: string): string[] =>
  [...bucket.objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareKeys);

const describe = (Key: string, {lastModified, etag, size, storageClass}: StoredObject): XmlElement => ({
  Key,
  LastModified: new Date(lastModified).toISOString(),
  ETag: etag,
  Size: size,
  Owner: OWNER,
  StorageClass: storageClass,
});

/** GET Bucket Object Versions: every version and delete marker, newest first within a key. */
export function listVersions(call: Call): Answer {
  const {bucket, query} = call;
  const encode = listingEncoder(query);
  const prefix = query.get('prefix') ?? '';
  const maxKeys = pageSize(query.get('max-keys'), 'max-keys');
  const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('version-id-marker') ?? ''];
  if (idMarker !== '' && keyMarker === '') throw new CosFailure('InvalidArgument');

  const all = keysUnder(bucket, prefix).flatMap((key) =>
    (bucket.objects.get(key) ?? []).map((version, index) => ({key, version, isLatest: index === 0})),
  );
  const passed = all.findIndex(({key, version}) => key === keyMarker && version.versionId === idMarker);
  const rest =
    passed >= 0
      ? all.slice(passed + 1)
      : all.filter(({key}) => keyMarker === '' || compareKeys(key, keyMarker) > 0);
  const page = rest.slice(0, maxKeys);
  const next = rest.length > page.length ? page.at(-1) : undefined;
  const entry = ({key, version, isLatest}: (typeof all)[number]): XmlElement => {
    const {ETag, Size, StorageClass, LastModified} = describe(key, version) as Record<string, string>;
    const about = {
      Key: encode(key),
      VersionId: version.versionId,
      IsLatest: isLatest,
      LastModified,
      Owner: OWNER,
    };
    return version.deleteMarker ? about : {...about, ETag, Size, StorageClass};
  };
  const body = writeXml('ListVersionsResult', {
    Name: bucket.name,
    EncodingType: query.get('encoding-type'),
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: idMarker,
    MaxKeys: maxKeys,
    IsTruncated: next !== undefined,
    NextKeyMarker: next && encode(next.key),
    NextVersionIdMarker: next?.version.versionId,
    Version: page.filter(({version}) => !version.deleteMarker).map(entry),
    DeleteMarker: page.filter(({version}) => version.deleteMarker).map(entry),
  });
  return {status: 200, body};
}
