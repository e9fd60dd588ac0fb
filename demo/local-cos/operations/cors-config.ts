import type {Answer, Call} from '../call.js';
import type {CorsRule} from '../cors.js';
import {CosFailure} from '../cos-failure.js';
import {readXmlBody} from '../xml-body.js';
import {childText, childTexts, type XmlNode, writeXml} from '../xml.js';

const METHODS = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** PUT Bucket cors (436/8279): at most 100 rules. */
export async function putCors(call: Call): Promise<Answer> {
  const document = await readXmlBody(call, 'CORSConfiguration');
  const nodes = document.children.filter(({name}) => name === 'CORSRule');
  if (nodes.length === 0 || nodes.length > 100) throw new CosFailure('MalformedXML');
  call.bucket.cors = nodes.map(readRule);
  const vary = childText(document, 'ResponseVary');
  if (vary !== undefined) call.bucket.corsVary = vary.trim() === 'true';
  return {status: 200};
}

function readRule(node: XmlNode): CorsRule {
  const maxAge = childText(node, 'MaxAgeSeconds');
  const id = childText(node, 'ID');
  const rule: CorsRule = {
    ...(id !== undefined && {id}),
    allowedOrigins: childTexts(node, 'AllowedOrigin'),
    allowedMethods: childTexts(node, 'AllowedMethod'),
    allowedHeaders: childTexts(node, 'AllowedHeader'),
    exposeHeaders: childTexts(node, 'ExposeHeader'),
    ...(maxAge !== undefined && {maxAgeSeconds: Number(maxAge)}),
  };
  const {allowedOrigins, allowedMethods, exposeHeaders, maxAgeSeconds = 0} = rule;
  const wrong =
    allowedOrigins.length === 0 ||
    allowedOrigins.some((origin) => origin.split('*').length > 2) ||
    allowedMethods.length === 0 ||
    allowedMethods.some((method) => !METHODS.includes(method)) ||
    exposeHeaders.includes('*') ||
    !Number.isInteger(maxAgeSeconds);
  if (wrong) throw new CosFailure('MalformedXML');
  return rule;
}

export function getCors({bucket, cos: {settings}}: Call): Answer {
  const rules = bucket.cors ?? settings.corsRules;
  if (rules.length === 0) throw new CosFailure('NoSuchCORSConfiguration');
  const body = writeXml('CORSConfiguration', {
    CORSRule: rules.map((rule) => ({
      ID: rule.id,
      AllowedOrigin: rule.allowedOrigins,
      AllowedMethod: rule.allowedMethods,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
    ResponseVary: bucket.corsVary ?? settings.responseVary,
  });
  return {status: 200, body};
}

export function deleteCors({bucket}: Call): Answer {
  bucket.cors = [];
  return {status: 204};
}
