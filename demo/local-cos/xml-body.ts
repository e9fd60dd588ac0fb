import {createHash} from 'node:crypto';
import type {Call} from './call.js';
import {CosFailure} from './cos-failure.js';
import {readContentMd5} from './integrity.js';
import {parseXml, type XmlNode} from './xml.js';

/** Reads a small XML body whose root must be `root`; throws the codes of 436/7730 for what is wrong with it. */
export async function readXmlBody(call: Call, root: string): Promise<XmlNode> {
  const {xmlSizeLimit, configNeedsMd5} = call.cos.settings;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of call.body) {
    size += chunk.length;
    if (size > xmlSizeLimit) throw new CosFailure('XMLSizeLimit');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (size === 0) throw new CosFailure('MissingRequestBodyError');
  const md5 = readContentMd5(call);
  if (md5 === undefined && configNeedsMd5 && root !== 'CompleteMultipartUpload')
    throw new CosFailure('InvalidDigest');
  if (md5 !== undefined && createHash('md5').update(bytes).digest('hex') !== md5)
    throw new CosFailure('BadDigest');
  const document = parseXml(bytes.toString('utf8'));
  if (document?.name !== root) throw new CosFailure('MalformedXML');
  return document;
}
