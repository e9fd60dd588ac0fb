/** Endpoints of http are refused where browsers would block them. */
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createCosClient} from '../../src/index.js';

const {location} = globalThis;
afterEach(() => Object.assign(globalThis, {location}));

const rows: [page: string, endpoint: string, allowed: boolean][] = [
  ['https:', 'http://cdn.example.com', false],
  ['https:', 'http://{bucket}.cos.{region}.myqcloud.com', false],
  ['https:', 'http://127.example.com', false],
  ['https:', 'http://localhost.example.com', false],
  ['https:', 'https://cdn.example.com', true],
  ['https:', 'http://127.0.0.1:9000', true],
  ['https:', 'http://[::1]:9000', true],
  ['https:', 'http://{bucket}.cos.{region}.localhost:9000', true],
  ['http:', 'http://cdn.example.com', true],
];
for (const [protocol, endpoint, allowed] of rows)
  test(`${endpoint} on a page of ${protocol} is ${allowed ? 'possible' : 'refused'}`, () => {
    Object.assign(globalThis, {location: {protocol}});
    const make = (): unknown =>
      createCosClient({bucket: 'demo-1250000000', region: 'ap-guangzhou', endpoint, credentialsUrl: '/sts'});
    if (allowed) make();
    else assert.throws(make, {name: 'ConfigurationError', attribute: 'endpoint'});
  });
