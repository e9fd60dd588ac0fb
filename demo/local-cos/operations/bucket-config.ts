import type {Answer, Call} from '../call.js';
import {CosFailure} from '../cos-failure.js';
import {versioningOf} from '../object-store.js';
import {readXmlBody} from '../xml-body.js';
import {childText, childTexts, writeXml} from '../xml.js';

/** PUT Bucket versioning: once enabled it can only be suspended. */
export async function putVersioning(call: Call): Promise<Answer> {
  const status = childText(await readXmlBody(call, 'VersioningConfiguration'), 'Status')?.trim();
  if (status !== 'Enabled' && status !== 'Suspended') throw new CosFailure('MalformedXML');
  call.bucket.versioning = status;
  return {status: 200};
}

export function getVersioning({cos, bucket}: Call): Answer {
  const status = versioningOf(cos, bucket);
  return {
    status: 200,
    body: writeXml('VersioningConfiguration', {Status: status === 'Off' ? undefined : status}),
  };
}

export const getLocation = ({bucket}: Call): Answer => ({
  status: 200,
  body: writeXml('LocationConstraint', {LocationConstraint: bucket.region}),
});

/** PUT Bucket strict-signature (436/53889): at most ten rules. */
export async function putStrictSignature(call: Call): Promise<Answer> {
  const document = await readXmlBody(call, 'StrictSignatureConfiguration');
  const nodes = document.children.filter(({name}) => name === 'Rule');
  if (nodes.length > 10) throw new CosFailure('MalformedXML');
  call.bucket.strict = nodes.map((node) => {
    const items = (list: string, item: string): string[] =>
      node.children.filter(({name}) => name === list).flatMap((child) => childTexts(child, item));
    return {
      actions: items('actionlist', 'action'),
      headers: items('headerlist', 'header'),
      parameters: items('paramlist', 'param'),
    };
  });
  return {status: 200};
}
