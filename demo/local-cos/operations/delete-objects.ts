import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {questionOf} from '../permission.js';
import {readXmlBody} from '../xml-body.js';
import {childText, writeXml, type XmlElement} from '../xml.js';
import {deleteKey} from './delete-object.js';

/** DELETE Multiple Objects (436/8289): at most 1000; `Quiet` reports failures only. */
export async function deleteObjects(call: Call): Promise<Answer> {
  if (call.headers['content-md5'] === undefined) throw new CosFailure('InvalidDigest');
  const document = await readXmlBody(call, 'Delete');
  const wanted = document.children.filter(({name}) => name === 'Object');
  const keys = wanted.map((node) => ({
    key: childText(node, 'Key') ?? '',
    versionId: childText(node, 'VersionId'),
  }));
  if (keys.length === 0 || keys.length > 1000 || keys.some(({key}) => key === ''))
    throw new CosFailure('MalformedXML');
  const quiet = childText(document, 'Quiet') === 'true';

  const deleted: XmlElement[] = [];
  const errors: XmlElement[] = [];
  for (const {key, versionId} of keys) {
    const allowed = call.caller.owner || call.caller.may({...questionOf('DeleteMultipleObjects', call), key});
    if (allowed) deleted.push(remove(call, key, versionId));
    else errors.push({Key: key, VersionId: versionId, Code: 'AccessDenied', Message: 'Access Denied.'});
  }
  return {status: 200, body: writeXml('DeleteResult', {Deleted: quiet ? [] : deleted, Error: errors})};
}

function remove(call: Call, key: string, versionId: string | undefined): XmlElement {
  const {marker, versionId: markerId} = deleteKey(call, key, versionId || undefined);
  return {
    Key: key,
    VersionId: versionId,
    DeleteMarker: marker ? true : undefined,
    DeleteMarkerVersionId: marker ? markerId : undefined,
  };
}
