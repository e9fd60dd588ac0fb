import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {checkTags} from '../object-options.js';
import {findObject} from '../object-store.js';
import {readXmlBody} from '../xml-body.js';
import {childText, writeXml} from '../xml.js';

/** Tags of the object a request names, or of its bucket. */
const holder = ({bucket, key, query}: Call): {tags: Record<string, string>} =>
  key === '' ? bucket : findObject(bucket, key, query.get('versionId'));

export async function putTagging(call: Call): Promise<Answer> {
  const document = await readXmlBody(call, 'Tagging');
  const tags = document.children
    .filter(({name}) => name === 'TagSet')
    .flatMap(({children}) => children)
    .map((tag) => [childText(tag, 'Key') ?? '', childText(tag, 'Value') ?? ''] as const);
  if (tags.length === 0) throw new CosFailure('MalformedXML');
  holder(call).tags = checkTags(tags);
  return {status: 200};
}

/** A bucket without tags is a 404, an object without tags an empty set. */
export function getTagging(call: Call): Answer {
  const tags = Object.entries(holder(call).tags);
  if (call.key === '' && tags.length === 0) throw new CosFailure('NoSuchTagSet');
  return {
    status: 200,
    body: writeXml('Tagging', {TagSet: {Tag: tags.map(([Key, Value]) => ({Key, Value}))}}),
  };
}

export function deleteTagging(call: Call): Answer {
  holder(call).tags = {};
  return {status: 204};
}
