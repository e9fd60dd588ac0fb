/** The rule to paste is one rule, wherever it is written, and the local COS answers under it: no test sees more than a user. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {createSettings} from '../../demo/local-cos/settings.js';
import {corsRule} from '../../src/cos/wire/cors.js';

const valuesOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value]) => value ?? '').sort();

const readRule = (xml: string): object => ({
  allowedMethods: valuesOf(xml, 'AllowedMethod'),
  allowedHeaders: valuesOf(xml, 'AllowedHeader'),
  exposeHeaders: valuesOf(xml, 'ExposeHeader'),
  maxAgeSeconds: valuesOf(xml, 'MaxAgeSeconds').map(Number)[0],
});

test('the README says the rule that errors and diagnose() say', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, xml = ''] = /<CORSRule>(.*?)<\/CORSRule>/s.exec(readme) ?? [];
  assert.deepEqual(readRule(xml), readRule(corsRule('*')));
});

test('the local COS has that rule unless a bucket is given another', () => {
  const [rule, ...others] = createSettings().corsRules;
  assert.deepEqual(others, []);
  const {allowedOrigins, allowedMethods = [], exposeHeaders = [], ...rest} = rule ?? {};
  assert.deepEqual(allowedOrigins, ['*']);
  assert.deepEqual(
    {...rest, allowedMethods: [...allowedMethods].sort(), exposeHeaders: [...exposeHeaders].sort()},
    readRule(corsRule('*')),
  );
});
